import { BadInput, Conflict } from '#kernel/errors.ts';
import { listGroups } from '#modules/communities/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { listBenefits } from './benefit-store.ts';
import type { WrittenBenefit } from './benefits.contract.ts';

/** BadInput for what does not belong to a kind and groups that are not the community's; Conflict where the key is taken. */
export async function checkBenefit(tx: Tx, communityId: string, benefit: WrittenBenefit, own?: string): Promise<void> {
  const { kind, hours, period, groupIds } = benefit;
  const groups = new Set((await listGroups(tx, communityId)).map(({ id }) => id));
  const faults = [
    ...((kind === 'early_access') === (hours !== null)
      ? []
      : [{ where: '/hours', what: 'belongs to early access, and to nothing else' }]),
    ...((kind === 'quota') === (period !== null)
      ? []
      : [{ where: '/period', what: 'belongs to a quota, and to nothing else' }]),
    ...((kind === 'group') === groupIds.length > 0
      ? []
      : [{ where: '/groupIds', what: 'belong to exclusive groups, and to nothing else' }]),
    ...groupIds.flatMap((id, at) =>
      groups.has(id) ? [] : [{ where: `/groupIds/${at}`, what: 'is no group of this community' }],
    ),
  ];
  if (faults.length > 0) throw new BadInput('the benefit does not hold together', faults);
  const taken = (await listBenefits(tx, communityId, 0)).some(({ id, key }) => key === benefit.key && id !== own);
  if (taken) throw new Conflict(`the key ${benefit.key} is another benefit’s`, 'benefit_key_taken');
}
