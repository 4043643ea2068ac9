import { CheckCircleFilled, MinusCircleOutlined, QuestionCircleOutlined } from '@ant-design/icons';
import { Checkbox, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ChecklistItem, PlaysReply } from '../../../../../src/modules/playbooks/library.contract.ts';
import { FIGURE_UNITS } from '../../../../../src/modules/playbooks/play-figures.contract.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { useWords } from '../../../../ui/use-words.ts';
import { tickItem } from '../../api/plays.ts';
import { figureValue } from './figure-format.ts';
import { useLanguage, usePlayChange } from './use-plays.ts';

const STAGES_SHOWN = ['construction', 'development', 'maturity', 'decline'] as const;

/** What a community should have in each stage: checked by data where data tell, else by hand. */
export function ChecklistView({ data, mayManage }: { data: PlaysReply; mayManage: boolean }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <div className="q-checklists">
      {STAGES_SHOWN.map((stage) => {
        const items = data.checklist.filter((item) => item.stage === stage);
        return (
          <section key={stage} className="q-panel">
            <header className="q-panel-head">
              <h2>
                {words.stage(stage)} {stage === data.stage ? <Tag>{t('playbook.here')}</Tag> : null}
              </h2>
              <span className="q-faint">
                {t('playbook.checked', { done: items.filter(({ done }) => done).length, all: items.length })}
              </span>
            </header>
            <ul className="q-checklist">
              {items.map((item) => (
                <Item key={item.id} item={item} mayManage={mayManage} />
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

function Item({ item, mayManage }: { item: ChecklistItem; mayManage: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const language = useLanguage();
  const tick = usePlayChange((community, done: boolean) => tickItem(community, item.id, done));
  const text = item.text[language];
  const when = item.tickedAt === null ? '' : format.instant(item.tickedAt);
  return (
    <li>
      {item.by === 'hand' ? (
        <Checkbox
          checked={item.done ?? false}
          disabled={!mayManage || tick.isPending}
          aria-label={text}
          onChange={(event) => tick.mutate(event.target.checked)}
        />
      ) : (
        <State done={item.done} />
      )}
      <div>
        <span>{text}</span>
        <small className="q-faint">
          {item.by === 'data'
            ? `${t('playbook.byData')} · ${item.seen.map((one) => seenWords(one, t, format)).join(' · ')}`
            : [t('playbook.byHand'), tickedWords(item, when, t)].filter(Boolean).join(' · ')}
        </small>
      </div>
    </li>
  );
}

type Translate = ReturnType<typeof useTranslation>['t'];

const tickedWords = ({ tickedAt, tickedBy }: ChecklistItem, when: string, t: Translate): string =>
  tickedAt === null
    ? ''
    : tickedBy
      ? t('playbook.tickedBy', { name: tickedBy, when })
      : t('playbook.tickedAt', { when });

function seenWords(one: ChecklistItem['seen'][number], t: Translate, format: ReturnType<typeof useFormat>): string {
  // What is filled in or not needs no threshold to be understood.
  if (FIGURE_UNITS[one.figure] === 'flag')
    return t(one.value === null ? 'playbook.isUnknown' : one.value > 0 ? 'playbook.empty' : 'playbook.filled');
  return t('playbook.seen', {
    figure: t(`playbook.figures.${one.figure}`),
    value: figureValue(format, one.figure, one.value),
    comparison: SIGNS[one.comparison],
    than: figureValue(format, one.figure, one.than),
  });
}

const SIGNS = { '>=': '≥', '<=': '≤', '<': '<', '>': '>' } as const;

function State({ done }: { done: boolean | null }) {
  const { t } = useTranslation();
  if (done === null) return <QuestionCircleOutlined className="q-faint" aria-label={t('playbook.isUnknown')} />;
  return done ? (
    <CheckCircleFilled className="q-check-there" aria-label={t('playbook.isThere')} />
  ) : (
    <MinusCircleOutlined className="q-check-missing" aria-label={t('playbook.isMissing')} />
  );
}
