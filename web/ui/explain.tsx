import { QuestionCircleOutlined } from '@ant-design/icons';
import { Popover } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** What stands behind a figure. Every text is in the reader's language already. */
export interface Explanation {
  title: string;
  definition: string;
  /** The numbers that went in. */
  inputs?: readonly { label: string; value: ReactNode }[];
  /** Where the lines are drawn. */
  thresholds?: readonly string[];
  /** What would change it. */
  change?: readonly string[];
  /** When and as of which day it was computed. */
  computed?: string;
}

/** The body of the panel; also used in place on pages that show the why at length. */
export function ExplanationBody({ of }: { of: Explanation }) {
  const { t } = useTranslation();
  return (
    <div className="q-explain">
      <p>{of.definition}</p>
      {of.inputs?.length ? (
        <section>
          <h4>{t('explain.inputs')}</h4>
          <dl className="q-inputs">
            {of.inputs.map(({ label, value }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </section>
      ) : null}
      {of.thresholds?.length ? <ExplainList title={t('explain.thresholds')} lines={of.thresholds} /> : null}
      {of.change?.length ? <ExplainList title={t('explain.change')} lines={of.change} /> : null}
      {of.computed ? <p className="q-explain-foot">{of.computed}</p> : null}
    </div>
  );
}

function ExplainList({ title, lines }: { title: string; lines: readonly string[] }) {
  return (
    <section>
      <h4>{title}</h4>
      <ul className="q-lines">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}

/** The button "how is this computed?" and its panel; Escape closes it. */
export function Explain({ of }: { of: Explanation }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={setOpen}
      title={of.title}
      content={<ExplanationBody of={of} />}
      destroyOnHidden
      styles={{ root: { width: 'min(380px, calc(100vw - 24px))' } }}
    >
      <button
        type="button"
        className="q-why"
        aria-label={t('explain.open', { what: of.title })}
        title={t('explain.how')}
        aria-expanded={open}
        onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}
      >
        <QuestionCircleOutlined />
      </button>
    </Popover>
  );
}
