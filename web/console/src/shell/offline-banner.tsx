import { DisconnectOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { knock, noteReachable, useReachable } from '../api/connection.ts';

const AGAIN_MS = 5000;

/** Says that the server is gone while what is on the page stays, and asks again by itself until it is back. */
export function OfflineBanner() {
  const reachable = useReachable();
  useEffect(() => {
    const gone = () => noteReachable(false);
    const back = () => void knock();
    window.addEventListener('offline', gone);
    window.addEventListener('online', back);
    return () => {
      window.removeEventListener('offline', gone);
      window.removeEventListener('online', back);
    };
  }, []);
  return <div role="status">{reachable ? null : <Banner />}</div>;
}

function Banner() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const again = useCallback(async () => {
    setAsking(true);
    const back = await knock();
    setAsking(false);
    // What failed meanwhile is asked for anew.
    if (back) await client.invalidateQueries();
  }, [client]);
  useEffect(() => {
    const timer = setInterval(() => void again(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [again]);
  return (
    <div className="q-offline">
      <DisconnectOutlined />
      <span>
        <strong>{t('error.offline.title')}</strong> {t('offline.detail')}
      </span>
      <Button size="small" loading={asking} onClick={() => void again()}>
        {t('state.retry')}
      </Button>
    </div>
  );
}
