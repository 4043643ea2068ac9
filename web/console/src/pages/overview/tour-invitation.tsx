import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { meQuery } from '../../api/session.ts';
import { useStartTour } from '../../shell/tour-context.ts';
import { hasSeenTour, rememberTour } from '../../shell/tour-memory.ts';

/** Offered once to each operator: a tour of the page, which can be skipped and is found again in the help menu. */
export function TourInvitation() {
  const { t } = useTranslation();
  const start = useStartTour();
  const { data: me } = useQuery(meQuery);
  const id = me?.operator?.id;
  const [gone, setGone] = useState(false);
  if (!id || gone || hasSeenTour(id)) return null;
  const done = (then?: () => void) => () => {
    rememberTour(id);
    setGone(true);
    then?.();
  };
  return (
    <aside className="q-tour-invitation" aria-label={t('help.tour')}>
      <p>{t('tour.invite')}</p>
      <Button size="small" type="primary" onClick={done(start)}>
        {t('tour.start')}
      </Button>
      <Button size="small" type="text" onClick={done()}>
        {t('tour.skip')}
      </Button>
    </aside>
  );
}
