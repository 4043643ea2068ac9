import { Button, Drawer, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Rule, ruleInput } from '../../../../../../src/modules/segments/rule.contract.ts';
import { Notice } from '../../../../../ui/notice.tsx';

type Fault = { where: string; what: string };

const lineOf = (text: string, message: string): number | undefined => {
  const position = /position (\d+)/.exec(message)?.[1];
  return position === undefined ? undefined : text.slice(0, Number(position)).split('\n').length;
};

/** The rule of a text, or what is wrong with it and where. */
function readRule(text: string): { rule: Rule } | { faults: Fault[]; line?: number } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    return { faults: [{ where: '', what }], line: lineOf(text, what) ?? 1 };
  }
  const parsed = ruleInput.safeParse(json);
  if (parsed.success) return { rule: parsed.data };
  return { faults: parsed.error.issues.map(({ path, message }) => ({ where: path.join(' › '), what: message })) };
}

/** The rule as JSON, shown and edited; faults point at their place and the builder changes only when it is applied. */
export function JsonDrawer(props: { rule: unknown; onApply: (rule: Rule) => void; onClose: () => void }) {
  const { t } = useTranslation();
  const original = JSON.stringify(props.rule, null, 2);
  const [text, setText] = useState(original);
  const read = readRule(text);
  const faults = 'faults' in read ? read.faults : [];
  return (
    <Drawer
      open
      size="min(560px, 100vw)"
      title={t('segments.build.jsonTitle')}
      onClose={props.onClose}
      footer={
        <div className="q-dialog-foot">
          <Button disabled={text === original} onClick={() => setText(original)}>
            {t('segments.build.jsonReset')}
          </Button>
          <Button
            type="primary"
            disabled={faults.length > 0 || text === original}
            data-test="apply-json"
            onClick={() => 'rule' in read && props.onApply(read.rule)}
          >
            {t('segments.build.jsonApply')}
          </Button>
        </div>
      }
    >
      <div className="q-rule-json">
        <p className="q-soft">{t('segments.build.jsonHint')}</p>
        <Input.TextArea
          aria-label={t('segments.build.jsonTitle')}
          spellCheck={false}
          autoSize={{ minRows: 14, maxRows: 30 }}
          value={text}
          status={faults.length > 0 ? 'error' : ''}
          onChange={(event) => setText(event.target.value)}
        />
        {faults.length > 0 ? (
          <Notice
            title={
              'line' in read && read.line
                ? t('segments.build.jsonLine', { line: read.line })
                : t('segments.build.incompleteRule', { count: faults.length })
            }
          >
            {faults.slice(0, 6).map(({ where, what }) => (
              <span key={where + what} className="q-rule-json-fault">
                {t('segments.build.jsonWhere', { where: where || t('segments.build.jsonRoot'), what })}
              </span>
            ))}
          </Notice>
        ) : null}
      </div>
    </Drawer>
  );
}
