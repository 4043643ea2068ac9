import { LinkOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Site, TrackedLink } from '../../../../../src/modules/growth/contract.ts';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { trackingQuery } from '../../api/tracking.ts';
import { describeError } from '../../shell/describe-error.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { HitsPanel } from './hits-panel.tsx';
import { LinkDialog } from './link-dialog.tsx';
import { LinksTable } from './links-table.tsx';
import { SiteDialog } from './site-dialog.tsx';
import { SitesTable } from './sites-table.tsx';
import '../settings/settings.css';
import './tracking.css';

/** Web sites and tracked links: where people come from, what they look at, and what was clicked. */
export function TrackingPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const mayManage = useRight('growth.manage');
  const { data, error, refetch } = useQuery(trackingQuery(community.id));
  const [link, setLink] = useState<TrackedLink | 'new'>();
  const [site, setSite] = useState<Site | 'new'>();
  usePageTitle(t('nav.tracking'), community.name);
  const addLink = mayManage ? (
    <Button type="primary" icon={<LinkOutlined />} onClick={() => setLink('new')}>
      {t('tracking.newLink')}
    </Button>
  ) : null;
  const addSite = mayManage ? (
    <Button icon={<PlusOutlined />} onClick={() => setSite('new')}>
      {t('tracking.newSite')}
    </Button>
  ) : null;
  const nothing = data && data.links.length === 0 && data.sites.length === 0;
  return (
    <>
      <div className="q-page-head">
        <div>
          <h1>{t('nav.tracking')}</h1>
          <p>
            {data && !nothing
              ? t('tracking.answer', {
                  visitors: format.count(data.totals.outsideVisitors),
                  visits: format.count(data.totals.visits),
                  clicks: format.count(data.totals.clicks),
                })
              : t('tracking.lead')}
          </p>
        </div>
        {nothing ? null : (
          <div className="q-tracking-actions">
            {addSite}
            {addLink}
          </div>
        )}
      </div>
      {error && !data ? (
        <section className="q-panel">
          <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
        </section>
      ) : !data ? (
        <section className="q-panel">
          <Skeleton rows={6} height={22} />
        </section>
      ) : nothing ? (
        <section className="q-panel">
          <EmptyState
            title={t('tracking.empty.title')}
            action={
              <div className="q-tracking-actions">
                {addLink}
                {addSite}
              </div>
            }
          >
            {t('tracking.empty.detail')}
          </EmptyState>
        </section>
      ) : (
        <div className="q-tracking">
          <HitsPanel tracking={data} />
          <LinksTable links={data.links} mayManage={mayManage} onEdit={setLink} add={addLink} />
          <SitesTable sites={data.sites} mayManage={mayManage} onEdit={setSite} add={addSite} />
        </div>
      )}
      {link ? <LinkDialog link={link === 'new' ? undefined : link} onClose={() => setLink(undefined)} /> : null}
      {site ? <SiteDialog site={site === 'new' ? undefined : site} onClose={() => setSite(undefined)} /> : null}
    </>
  );
}
