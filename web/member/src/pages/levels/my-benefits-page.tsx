import type { MemberBenefitsReply } from '../../../../../src/modules/levels/benefits.contract.ts';
import type { MemberLevelReply } from '../../../../../src/modules/levels/levels.contract.ts';
import { useAsk } from '../../api/use-ask.ts';
import { Card, Pill } from '../../ui/parts.tsx';
import { Page } from '../../ui/page.tsx';
import { Answer, Empty } from '../../ui/states.tsx';
import './levels.css';
import { useLevelWords } from './use-level-words.ts';

type Benefit = MemberBenefitsReply['benefits'][number];

/** What I may use now and how much of it is left; and what I get from which level on. */
export function MyBenefitsPage() {
  const { t } = useLevelWords();
  const mine = useAsk<MemberBenefitsReply>('/benefits');
  return (
    <Page title={t('levels.benefits')} back="/benefits">
      <Answer of={mine} rows={5}>
        {({ benefits }) =>
          benefits.length === 0 ? (
            <Empty icon="gift" title={t('levels.noBenefits')}>
              <p>{t('levels.noBenefitsMore')}</p>
            </Empty>
          ) : (
            <>
              <Group title={t('levels.mineNow')} benefits={benefits.filter(({ reason }) => reason !== 'level')} />
              <Group title={t('levels.later')} benefits={benefits.filter(({ reason }) => reason === 'level')} />
            </>
          )
        }
      </Answer>
    </Page>
  );
}

function Group({ title, benefits }: { title: string; benefits: readonly Benefit[] }) {
  if (benefits.length === 0) return null;
  return (
    <Card title={title}>
      <ul className="m-benefits">
        {benefits.map((benefit) => (
          <BenefitLine key={benefit.benefitId} benefit={benefit} />
        ))}
      </ul>
    </Card>
  );
}

function BenefitLine({ benefit }: { benefit: Benefit }) {
  const { t, format, own, levelName } = useLevelWords();
  const { data: mine } = useAsk<MemberLevelReply>('/level');
  const { name, nameEn, description, descriptionEn, reason, left, period, hours, fromRank } = benefit;
  const level = fromRank === null ? undefined : mine?.levels[fromRank - 1];
  return (
    <li>
      <span className="m-benefit-head">
        <strong>{own(name, nameEn)}</strong>
        {reason === 'level' ? (
          <Pill>{level ? t('levels.from', { level: levelName(level) }) : t('levels.fromSome')}</Pill>
        ) : reason === 'used_up' ? (
          <Pill tone="warn">{t('levels.usedUp')}</Pill>
        ) : (
          <Pill tone="good">
            {left === null ? t('levels.usable') : t('levels.left', { count: format.exact(left) })}
          </Pill>
        )}
      </span>
      <span className="m-soft">{own(description, descriptionEn)}</span>
      {period ? <span className="m-soft m-small">{t(`levels.periods.${period}`)}</span> : null}
      {hours ? <span className="m-soft m-small">{t('levels.earlier', { count: hours })}</span> : null}
    </li>
  );
}
