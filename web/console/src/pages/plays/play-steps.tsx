import { useTranslation } from 'react-i18next';

/** How a play is done, folded away, and what it should bring. */
export function PlaySteps({ steps, how, effect }: { steps: readonly string[]; how: string; effect: string }) {
  const { t } = useTranslation();
  return (
    <>
      {effect ? (
        <p className="q-soft">
          {t('playbook.effect')}: {effect}
        </p>
      ) : null}
      <details className="q-play-steps">
        <summary>{t('playbook.steps')}</summary>
        {how ? <p>{how}</p> : null}
        <ol>
          {steps.map((step, at) => (
            <li key={at}>{step}</li>
          ))}
        </ol>
      </details>
    </>
  );
}
