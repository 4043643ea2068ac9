import { useQueryClient } from '@tanstack/react-query';
import { Progress } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Community } from '../../../../../src/modules/communities/contract.ts';
import { importProgressEvent } from '../../../../../src/modules/imports/contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { importQuery, importsQuery, progressPath, type Import } from '../../api/imports.ts';

const AGAIN = 5000;

/** How far the import is, as the server streams it; the page may be left, the import goes on. */
export function ProgressStep({ item, community }: { item: Import; community: Community }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const [progress, setProgress] = useState(item.progress);
  useEffect(() => {
    const key = importQuery(community.id, item.id).queryKey;
    const refresh = () => void client.invalidateQueries({ queryKey: key });
    const source = new EventSource(progressPath(community.id, item.id));
    source.addEventListener('message', ({ data }) => {
      const parsed = importProgressEvent.safeParse(JSON.parse(String(data)));
      if (!parsed.success) return;
      setProgress(parsed.data.progress);
      if (parsed.data.status !== 'running') {
        source.close();
        refresh();
        void client.invalidateQueries(importsQuery(community.id));
      }
    });
    // A stream that breaks reconnects by itself; the state is asked for as well, should it have ended meanwhile.
    const timer = setInterval(refresh, AGAIN);
    return () => {
      source.close();
      clearInterval(timer);
    };
  }, [client, community.id, item.id]);
  return (
    <Panel title={t('imports.reading')}>
      <div role="status" aria-live="polite">
        <Progress
          aria-label={t('imports.reading')}
          percent={Math.round((progress?.share ?? 0) * 100)}
          status="active"
          strokeColor="var(--q-accent)"
        />
        <p>
          <strong>{t(`imports.phase.${progress?.phase ?? 'waiting'}`)}</strong>
        </p>
        <p className="q-soft">
          {t('imports.readSoFar', {
            read: format.exact(progress?.read ?? 0),
            written: format.exact(progress?.written ?? 0),
          })}
        </p>
        <p className="q-faint">{t('imports.mayLeave')}</p>
      </div>
    </Panel>
  );
}
