/**
 * Words of praise and of complaint in chats, written for this product; short on purpose, so that each can be checked. Single Chinese
 * signs are left out: they are part of too many other words.
 */
const list = (words: string): readonly string[] =>
  words
    .trim()
    .split(/\s+/)
    .map((word) => word.replaceAll('_', ' '));

export const PRAISE = list(`
好用 好吃 好喝 好看 好玩 好听 不错 很好 真好 太好 超好 挺好 最好 更好 喜欢 爱了 超爱 最爱 满意 推荐 值得 划算 超值 实惠 便宜 靠谱 给力 优秀 惊喜 惊艳 完美
很棒 太棒 真棒 好棒 超棒 很赞 超赞 好赞 厉害 真牛 太牛 牛逼 漂亮 精致 舒服 舒适 方便 流畅 清晰 专业 贴心 耐心 细心 热情 良心 用心 放心 省心 安心 稳定 耐用 很香 好香 好评 点赞 支持 期待 感谢 谢谢 开心 高兴 幸福 温柔 温暖 友好 正品
品质好 质量好 服务好 回购 必买 种草 真香 物超所值 性价比高 无可挑剔 没毛病 没话说
good great nice love loves loved lovely i_like we_like really_like excellent amazing awesome perfect wonderful fantastic best better
happy glad pleased satisfied recommend recommended recommends worth useful helpful easy smooth fast reliable rock_solid
beautiful clean elegant friendly impressive brilliant superb cool fun enjoy enjoyed thanks comfortable affordable bargain works
`);

export const COMPLAINT = list(`
难用 难吃 难喝 难看 难听 难受 不好 太差 很差 好差 真差 有点差 差劲 差评 垃圾 太烂 真烂 好烂 很烂 稀烂 太坑 真坑 好坑 坑人 坑爹 被骗 骗人 骗子 骗钱 假货 假的 失望 后悔 讨厌 很烦 好烦 烦死 烦人 恶心 无语 生气 气死 愤怒 投诉 退货 退款 退钱 维权
很贵 好贵 真贵 有点贵 太贵 涨价 卡顿 卡死 死机 闪退 崩溃 崩了 发热 发烫 掉线 断线 延迟 故障 坏了 瑕疵 漏水 漏电 掉漆 褪色 异味 粗糙 劣质 缩水 缺货 太慢 很慢 好慢 有点慢 太难 很难 麻烦 复杂 有问题 出问题 质量问题 毛病 缺点 不足 糟糕 糟心 态度差 质量差
服务差 避雷 踩雷 翻车 智商税 不值 不推荐 不喜欢 不满意 不靠谱 不方便 忽悠 敷衍 冷漠 欺骗 违约 倒闭
bad worse worst awful terrible horrible poor hate hates hated disappointing disappointed annoying annoyed useless broken
broke breaks bug bugs buggy crash crashes crashed slow laggy expensive overpriced scam fraud fake ugly cheap-looking
confusing confused problems_with a_problem_with dislike don't_like do_not_like doesn't_like didn't_like fail fails failed failing failure complaint complain refund regret
unreliable unstable unusable worthless garbage trash rubbish junk sucks sucked angry frustrating frustrated painful dangerous avoid
`);
