import { Tour as AntdTour } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** What the tour shows, in the order of the page, found by class; a step whose place is not on the page is left out. */
const STEPS = [
  ['answer', '.q-answer h1'],
  ['why', '.q-figures .q-why'],
  ['plays', '.q-plays-panel'],
  ['people', '.q-stack-legend'],
  ['palette', '.q-search-button'],
  ['imports', '.q-rail-fixed a[href$="/imports"]'],
] as const;

/** A walk over the overview: what is where and what it is for. Escape or the cross ends it. */
export function Tour({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const steps = useMemo(
    () =>
      STEPS.flatMap(([key, selector]) => {
        const place = document.querySelector<HTMLElement>(selector);
        if (!place || place.offsetParent === null) return [];
        return [{ title: t(`tour.${key}.title`), description: t(`tour.${key}.text`), target: () => place }];
      }),
    [t],
  );
  return (
    <AntdTour
      open
      steps={steps}
      onClose={onClose}
      onFinish={onClose}
      scrollIntoViewOptions={{ block: 'center' }}
      indicatorsRender={(at, total) => t('tour.step', { at: at + 1, total })}
    />
  );
}
