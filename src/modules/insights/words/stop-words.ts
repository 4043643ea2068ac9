/** Words that say nothing about what a group talks about. Single characters and pure numbers are left out before. */
const ENGLISH = `a able about above after again against all also although always am an and another any anybody anyone anything
are aren't around as at away back be became because become been before behind being below best better between both but by
came can can't cannot come comes could couldn't did didn't different do does doesn't doing don don't done down during each
either else enough etc even ever every everyone everything exactly fact far few find first for from further gave get gets
getting give given go goes going gone good got great had hadn't has hasn't have haven't having he hello help her here hers
hey hi him himself his how however i'd i'll i'm i've if in indeed instead into is isn't it it's its itself just keep kind
know last least less let let's like likely little ll long look looking looks lot lots made make makes making many may maybe
me mean means might mine more most much must my myself need needs never new next no none nor not nothing now of off often
oh ok okay on once one ones only onto or other others our out over own part per perhaps please point possible pretty
probably put quite rather re really right said same saw say saying says see seem seems seen several shall she should
shouldn't show since so some somebody someone something sometimes soon still stuff such sure take taken tell than thank
thanks that that's the their them themselves then there there's these they they're thing things think this those though
thought three through time times to today together too took tried try trying two under until up upon us use used useful
uses using ve very via want wanted wants was wasn't way we we'd we'll we're we've well went were weren't what what's
whatever when where whether which while who whole whom whose why will with within without won't work works would wouldn't
yeah year yes yet you you'd you'll you're you've your yours yourself lol im dont ive thats edit https http www com`;

const CHINESE = `一下 一个 一些 一样 一直 一种 一般 一起 一点 上面 下面 不会 不能 不要 不是 不过 不用 不行 不了 不如 不同 不知 不错 与其 个人 为了
为什么 为何 主要 之前 之后 之间 也是 也有 也不 也会 了解 事情 二个 什么 什么的 今天 仍然 从而 他们 他的 以上 以为 以及 以后 以前 任何 但是 但 你们 你的 使用
例如 依然 便是 倒是 候 做 偶尔 像是 全部 全都 其他 其实 其中 其它 具体 再次 几个 几乎 出来 出现 分别 刚刚 别人 别的 到底 到了 前面 加上 却是 原来 又是
反正 反而 发现 只是 只有 只能 只要 可以 可能 可是 各种 同样 同时 后面 后来 向 吗 否则 吧 呀 呢 呢 和 哈哈 哈哈哈 哈哈哈哈 哎 哦 哪个 哪些 哪里 哪怕 唉 啊 啥 啦 嗯
因为 因此 因而 回复 图片 在于 地方 基本 基本上 多少 大家 大概 大部分 太多 失去 好像 好的 好吧 如果 如何 如此 如下 妈的 始终 完全 完了 对于 对吧 导致 尤其 就是 就算 就会
就能 就要 尽管 属于 已经 希望 帮忙 并且 并不 并不是 应该 开始 当时 当然 彻底 得到 必须 怎么 怎么样 怎样 怎么办 总之 总是 情况 想要 想 意思 感觉 或者 或是 所以 所有
所谓 才能 才是 找到 把 拿到 按照 换 据说 接着 撤回 整个 方面 无法 无论 既然 日 时候 时间 昨天 明天 是不是 是否 是的 显然 晚上 暂时 更加 最后 最近 最好 有人 有些 有没有 有的
有点 有时 朋友 本来 本身 来说 果然 某些 根本 楼主 楼上 正在 此外 毕竟 没人 没什么 没有 没法 消息 然后 然而 照片 特别 现在 甚至 由于 的话 的时候 目前 直接 直到 相当 相关 看到 看看
看来 真的 真是 知道 确实 立刻 竟然 第一 第二 等等 类似 结果 给 继续 群里 老师 而且 而是 肯定 自己 自然 至于 至少 若是 虽然 虽说 表示 表情 被 视频 觉得 觉着 讨论 认为 许多 该
说明 说话 说是 说的 谁 谢谢 起来 越来越 越 转发 轮到 过来 过去 这个 这么 这些 这儿 这是 这样 这次 这种 这边 这里 还是 还有 还要 还会 还能 进行 连 通过 通常 逐渐 那个 那么 那些 那儿 那是 那样
那种 那边 那里 那就 都是 都有 都会 里面 重要 问题 除了 随便 非常 顺便 需要 页面 首先 马上 高兴 了 的 是 我 不 我们 你 他 她 它 这 那 就 都 也 还 又 在 有 没 要 会 能 到 说 去 来 上 下 个 很 太
反正是 我的 我也 我是 我就 我觉得 不到 一次 一天 没得 不是吗 多了 出了 有了 好了 行吧 行了 算是 算了 上去 下来 下去 回来 只会 可惜 要是 现实 这游戏 每次 每天 几次 多个 一张 一把 不少
两个 比较 估计 很多 差不多 居然 不够 大概率`;

const JAPANESE = `ああ あと あの あり ある あれ いい いう いく いえ いくつ いけ いただき いただく いつ いま いる いろいろ うん え お おお おり おる か かけ かつ かなり から が がある ください くださる
くらい けど けれど こう ここ こちら こと この これ こんな ご さ さて さん し しか しかし した したら して しまい しまう しまっ しよう すぐ する せ ぜひ そう そこ そして その そのまま それ それぞれ それで
そもそも そんな た たい たくさん ただ たち ため たら だ だけ だっ だった だと だろ だろう ちゃん ちょっと つ て で でき できる です でしょ でしょう でも と という といった とか とき ところ として とても とり
とりあえず どう どこ どの どれ どんな な ない なお なか なかっ なけれ なさそう なし なっ など なら なり なる なん なんか なんで に にて には ね の ので のに は ば ば べき ほう ほか ほとんど ほど ぼく ま まあ まし ます ませ
ません また まだ まで まま みたい みたいな みる みんな む め も もう もし もっと もの や やっ やっぱり やはり やる よ よい よう ような ように よく よって より よる ら られ られる り る れ れる ろ わ わかり わかる わけ を ん
場合 方 時 事 物 人 自分 私 僕 今 今日 昨日 感じ 気 何 何か 思う 思い 思っ 思います 言う 使う 使っ 使い 見る 見 出る 来る 行く 書く 書い 書き 入れ 入っ 一つ 他 前 後 中 上 下 これら それら 以上 以下 必要 可能
ありがとう ありがとうござい ござい ございます すみません お願い おねがい なるほど`;

/** All stop words, lower case. */
export const STOP_WORDS: ReadonlySet<string> = new Set(`${ENGLISH} ${CHINESE} ${JAPANESE}`.split(/\s+/));
