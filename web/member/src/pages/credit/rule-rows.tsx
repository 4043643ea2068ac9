import { useTranslation } from 'react-i18next';
import type { OwnCredit } from '../../../../../src/modules/credit/contract.ts';

/** The rules, each with what a breach costs. */
export function RuleRows({ rules }: { rules: OwnCredit['rules'] }) {
  const { t } = useTranslation();
  return (
    <ol className="m-credit-rules">
      {rules.map(({ id, title, text, examples, cost }) => (
        <li key={id}>
          <h3>
            <span>{title}</span>
            <span className="m-credit-cost">{t('credit.costs', { count: cost })}</span>
          </h3>
          {text ? <p>{text}</p> : null}
          {examples.length > 0 ? (
            <p className="m-soft m-small">{t('credit.examples', { list: examples.join(t('credit.comma')) })}</p>
          ) : null}
        </li>
      ))}
    </ol>
  );
}
