import { useTranslation } from 'react-i18next';
import { Avatar } from '../../../../ui/avatar.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import type { Portrait } from '../../api/members.ts';
import { WriteTo } from '../deliveries/write-to.tsx';
import { StandingChoice } from './standing-choice.tsx';
import { TagEditor } from './tag-editor.tsx';

/** Who this is: names by platform, since when, tags. */
export function MemberHead({ portrait, communityId }: { portrait: Portrait; communityId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { accounts } = portrait;
  return (
    <section className="q-panel q-member-head">
      <Avatar name={portrait.name} id={portrait.memberId} size={56} />
      <div className="q-member-who">
        <h1>{portrait.name}</h1>
        <ul className="q-accounts">
          {accounts.map((account) => (
            <li
              key={account.id}
              title={t('member.account', {
                id: account.externalId,
                when: format.instant(account.firstAt, portrait.timezone),
              })}
            >
              <span className="q-faint">{t(`platform.${account.platform}`, { defaultValue: account.platform })}</span>{' '}
              {account.name || account.externalId}
            </li>
          ))}
        </ul>
      </div>
      <WriteTo member={portrait.memberId} />
      <div className="q-member-marks">
        <StandingChoice portrait={portrait} communityId={communityId} />
        <TagEditor portrait={portrait} communityId={communityId} />
      </div>
    </section>
  );
}
