import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Site, Tracking } from '../../../../../src/modules/growth/contract.ts';
import { Button } from 'antd';
import { useState } from 'react';
import { Panel } from '../../../../ui/figure.tsx';
import { Counts } from './counts.tsx';
import { SiteSetup } from './site-setup.tsx';

interface SitesTableProps {
  sites: Tracking['sites'];
  mayManage: boolean;
  onEdit: (site: Site) => void;
  add: ReactNode;
}

/** The web sites that report here, and how each includes the script. */
export function SitesTable({ sites, mayManage, onEdit, add }: SitesTableProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<Site>();
  return (
    <Panel title={t('tracking.sites')}>
      {sites.length === 0 ? (
        <p className="q-tracking-none">
          {t('tracking.noSites')} {add}
        </p>
      ) : (
        <div className="q-table-scroll">
          <table className="q-table q-tracking-table">
            <thead>
              <tr>
                <th scope="col">{t('tracking.name')}</th>
                <th scope="col">{t('tracking.consent')}</th>
                <th scope="col">{t('tracking.hits28')}</th>
                <th scope="col">{t('tracking.knownAccounts')}</th>
                <th scope="col">{t('tracking.last')}</th>
                <th scope="col">
                  <span className="q-hidden">{t('tracking.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {sites.map((site) => (
                <tr key={site.id} className={site.archivedAt ? 'q-archived' : undefined}>
                  <th scope="row">
                    {site.name}
                    <small className="q-faint">
                      {site.archivedAt ? `${t('tracking.archived')} · ` : null}
                      {site.origins.join(' · ')}
                    </small>
                  </th>
                  <td>{t(`tracking.consents.${site.consent}`)}</td>
                  <Counts counts={site.counts} />
                  <td>
                    {mayManage ? (
                      <span className="q-row-actions">
                        <Button size="small" type="text" onClick={() => setShown(site)}>
                          {t('tracking.setup')}
                        </Button>
                        <Button size="small" type="text" onClick={() => onEdit(site)}>
                          {t('form.edit')}
                        </Button>
                      </span>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {shown ? <SiteSetup site={shown} onClose={() => setShown(undefined)} /> : null}
    </Panel>
  );
}
