import type { RitualPost } from '#modules/communities/profile.contract.ts';
import type { MessageToSend } from '#modules/delivery/index.ts';

/** What is posted of a ritual: its text, in which `{{ritual}}` is its name. */
export const messageOf = (name: string, { text }: Pick<RitualPost, 'text'>): MessageToSend => ({
  content: { kind: 'text', text },
  variables: { ritual: name },
});
