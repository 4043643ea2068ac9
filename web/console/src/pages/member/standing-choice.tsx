import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { STANDINGS, type Standing } from '../../../../../src/modules/members/contract.ts';
import { setStandings } from '../../api/member-work.ts';
import { memberQuery, type Portrait } from '../../api/members.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useRight } from '../../shell/use-right.ts';

/** What an operator says a member is to the community: a certified expert, one of the team. */
export function StandingChoice({ portrait, communityId }: { portrait: Portrait; communityId: string }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const may = useRight('members.edit');
  const { standings } = portrait;
  const save = useMutation({
    mutationFn: (next: Standing[]) => setStandings(communityId, portrait.memberId, next),
    onSuccess: ({ standings: now }) =>
      client.setQueryData(
        memberQuery(communityId, portrait.memberId).queryKey,
        (known) => known && { ...known, standings: now },
      ),
    onError: (error) => void message.error(describeError(error, t).title),
  });
  if (!may)
    return (
      <>
        {standings.map((one) => (
          <span key={one} className="q-word">
            {t(`bulk.standings.${one}`)}
          </span>
        ))}
      </>
    );
  return (
    <span>
      {STANDINGS.map((one) => (
        <Checkbox
          key={one}
          checked={standings.includes(one)}
          disabled={save.isPending}
          onChange={(event) =>
            save.mutate(event.target.checked ? [...standings, one] : standings.filter((held) => held !== one))
          }
        >
          {t(`bulk.standings.${one}`)}
        </Checkbox>
      ))}
    </span>
  );
}
