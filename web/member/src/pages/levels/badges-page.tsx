import type { MemberBadgesReply } from '../../../../../src/modules/levels/badges.contract.ts';
import { Honour } from '../../../../ui/honour.tsx';
import { useAsk } from '../../api/use-ask.ts';
import { Card } from '../../ui/parts.tsx';
import { Page } from '../../ui/page.tsx';
import { Answer, Empty } from '../../ui/states.tsx';
import './levels.css';
import { useLevelWords } from './use-level-words.ts';

/** The badges I have, newest first, and those that there are to have. */
export function BadgesPage() {
  const { t, own, format } = useLevelWords();
  const mine = useAsk<MemberBadgesReply>('/badges');
  return (
    <Page title={t('levels.badges')} back="/me">
      <Answer of={mine} rows={6}>
        {({ badges }) =>
          badges.length === 0 ? (
            <Empty icon="medal" title={t('levels.noBadges')} />
          ) : (
            <Card
              title={t('levels.badgesOf', { has: badges.filter(({ at }) => at !== null).length, all: badges.length })}
            >
              <ul className="m-badges">
                {badges.map((badge) => (
                  <li key={badge.id}>
                    <Honour icon={badge.icon} colour={badge.colour} size={56} faded={badge.at === null} />
                    <strong>{own(badge.name, badge.nameEn)}</strong>
                    <span className="m-soft m-small">{own(badge.description, badge.descriptionEn)}</span>
                    <span className="m-soft m-small">
                      {badge.at === null ? t('levels.notYet') : format.instant(badge.at)}
                    </span>
                  </li>
                ))}
              </ul>
            </Card>
          )
        }
      </Answer>
    </Page>
  );
}
