/**
 * Whether a text asks something (definitions.md, "Questions and answers"). A rule of words and signs, in Chinese, English
 * and, by its endings, Japanese; it neither knows irony nor asks a model. Links, code, quotes and mentions are not read.
 */
export function isQuestion(text: string): boolean {
  const clean = withoutNoise(text);
  if (!/\p{L}/u.test(clean)) return false;
  return clean.split(/(?<=[。！!？?；;\n…])|(?<=\.)\s+/u).some((sentence) => asks(sentence.trim()));
}

const NOISE = [
  /```[^]*?(?:```|$)/g,
  /`[^`\n]*`/g,
  /^\s*>.*$/gm,
  /\b(?:https?|ftp):\/\/\S+/gi,
  /@[\p{L}\p{N}_\-.]+[,，:：]?/gu,
  /[[【][^\][【】\n]{1,30}[\]】]/g,
];

const withoutNoise = (text: string): string => NOISE.reduce((rest, noise) => rest.replace(noise, ' '), text);

function asks(sentence: string): boolean {
  if (!/[\p{L}\p{N}]/u.test(sentence)) return false;
  if (/[?？]["'”’）)\]】\s!！~～。]*$/u.test(sentence)) return true;
  const bare = sentence.replace(/[\p{P}\p{S}\s]+$/gu, '');
  return /\p{Script=Han}/u.test(bare)
    ? asksInChinese(bare) || asksInJapanese(bare)
    : asksInJapanese(bare) || asksInEnglish(bare);
}

/** Words that ask, where nothing says that they are meant otherwise. */
const ASKING =
  /怎么|怎样|如何|为什么|为啥|为何|什么|啥|咋|谁|哪(?:个|些|里|儿|位|家|种|款|天|年)?|几(?:点|个|号|天|岁|时|月|块|次|楼|人)|多少|多久|多大|多长|多远|多高|多重|何时|何处/u;
/** "Is it or is it not": the doubled verb. */
const EITHER = /(?:是不是|有没有|能不能|可不可以|会不会|要不要|该不该|行不行|好不好|对不对|够不够|值不值|用不用|是否)/u;
/** Words that ask somebody to answer. */
const PLEADING =
  /^(?:大家好[，, ]?)?(?:请问|求问|请教|想问|问一下|问下|咨询|求助|求推荐|求教|求解|蹲一个)|(?:请问|请教一下|想请教|求推荐|有人知道|有谁知道|谁知道|有没有人|有人(?:用过|试过|去过|买过|会|能|在吗))/u;
/** Uses of asking words that ask nothing. */
const NOT_ASKING =
  /没什么|没啥|什么鬼|哪来|有(?:什么|啥)好|几年(?:了|来着)|没怎么|没谁|不怎么|不是什么|什么的(?!时候)|(?:什么|啥|谁|哪里|哪儿|怎么|怎样|多少)(?:时候)?(?:都|也)|无论|不管|不论|随便|多少有|没有什么|有什么说什么|怎么可能|怎么说呢|怎么着|再怎么|为什么不(?:试试|来)|什么叫|谁让|不知道|不清楚|告诉你|(?:想|说|写|讲|看|学|知道|明白|了解|记录|分享|介绍|教你|聊聊)[^，,]{0,6}(?:怎么|如何|为什么|什么|多少|哪)|几(?:个|天|次|人)(?:人|月|小时|朋友)?(?:就|了|以后|后|前|之内|而已)|(?:好|十|这|那|前|后|有|过|了|的)几(?:个|天|次|人|年|块|月|号)/u;

function asksInChinese(bare: string): boolean {
  if (PLEADING.test(bare) || EITHER.test(bare)) return true;
  if (bare.endsWith('吗') || /(?:有|是|对|行|好|能|会|去|来|在|可以|知道)(?:么|不)$/u.test(bare)) return true;
  const asking = ASKING.test(bare) && !NOT_ASKING.test(bare);
  // "And you?" is short; "I am still asleep" says that something goes on.
  if (bare.endsWith('呢')) return asking || ([...bare].length <= 6 && !/[还正在着]|^[才可]/u.test(bare));
  return asking;
}

const asksInJapanese = (bare: string): boolean =>
  /[\u3040-\u30ff]/u.test(bare) &&
  /(?:(?:です|ます|でしょう|ません|ました|でした|だろう|ない|たい|いい|ある|いる|の|ん)(?:か|かね|かな)|のかな|かしら|教えて(?:ください|いただけ\p{L}*|ほしい\p{L}*)?)$/u.test(
    bare,
  );

const GREETING = String.raw`(?:(?:hi|hey|hello|so|but|and|ok|okay|well|also|sorry|btw|um|uh|guys|all|everyone|folks|please|now|then)\b[\s,!.:-]*)*`;
const SUBJECT = String.raw`(?:i|you|we|they|he|she|it|this|that|these|those|there|the|a|an|any|anyone|anybody|someone|somebody|everyone|my|your|our|people)`;
const AUXILIARY = String.raw`(?:is|are|was|were|do|does|did|can|could|would|will|should|shall|has|have|had|am|may|might|isn't|aren't|wasn't|don't|doesn't|didn't|can't|couldn't|won't|shouldn't|haven't|hasn't)`;
const ENGLISH = [
  new RegExp(
    String.raw`^${GREETING}(?:who|what|where|why|how|which|whose|when)(?:'s|\s+(?:${AUXILIARY}|to|much|many|long|often|far|come|about))\b(?!\s+(?:a\s+)?(?:nice|great|lovely|shame|pity|mess|day)\b)`,
    'iu',
  ),
  new RegExp(String.raw`^${GREETING}which\s+\w+\s+${AUXILIARY}\b`, 'iu'),
  new RegExp(String.raw`^${GREETING}${AUXILIARY}\s+${SUBJECT}\b`, 'iu'),
  new RegExp(
    String.raw`^${GREETING}(?:any\s+(?:idea|ideas|suggestion|suggestions|recommendation|recommendations|advice|tips|hint|hints|news|update|updates)\b|any(?:one|body)\s+(?:know|knows|here|else|tried|have|has|got|using|use|used|up)\b)`,
    'iu',
  ),
  /\b(?:does|do|has|have|can|could|would|is)\s+any(?:one|body)\b/iu,
  /\b(?:i\s+(?:was|am)|i'm|just|been)\s+wondering\s+(?:if|how|what|why|whether|where|who|when)\b/iu,
  /\b(?:could|can|would)\s+(?:someone|somebody|you)\s+(?:please\s+)?(?:help|explain|tell|show|point|share|clarify|recommend)\b/iu,
  /\b(?:i\s+have\s+a|quick|newbie|noob|stupid|dumb)\s+question\b/iu,
  /\bis\s+there\s+(?:a|an|any|some)\s+(?:way|reason|tool|list|place|lemma|function|example|library)\b/iu,
  /\bhelp\s+(?:needed|wanted|please)\b/iu,
];

const asksInEnglish = (bare: string): boolean => ENGLISH.some((pattern) => pattern.test(bare));
