import { PrinterOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button, InputNumber } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { fileAddress, groupsQuery } from '../../api/communities.ts';
import { describeError } from '../../shell/describe-error.ts';
import { NotFoundPage } from '../../shell/error-pages.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import './groups.css';

/** A sign-in sheet to print: its columns are those that the import knows. */
export function BlankSheetPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const { group: id } = useParams({ from: '/app/c/$community/groups/$group/sign-in-sheet' });
  const { data, error, refetch } = useQuery(groupsQuery(community.id));
  const [rows, setRows] = useState(24);
  const group = data?.find((one) => one.id === id);
  usePageTitle(t('sheet.blank.title'), group?.name, community.name);
  if (error) return <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton rows={10} height={24} />;
  if (!group) return <NotFoundPage />;
  const facts = [
    ['date', ''],
    ['session', ''],
    ['venue', group.venue],
    ['host', group.host],
    ['schedule', group.schedule],
  ] as const;
  return (
    <div className="q-blank-page">
      <nav className="q-crumbs" aria-label={t('member.path')}>
        <Link to="/c/$community/groups" params={{ community: community.key }}>
          {t('nav.groups')}
        </Link>
        <span aria-hidden>/</span>
        <span>{group.name}</span>
      </nav>
      <div className="q-blank-bar">
        <p>{t('sheet.blank.lead')}</p>
        <label>
          {t('sheet.blank.rows')}{' '}
          <InputNumber min={5} max={200} precision={0} value={rows} onChange={(value) => setRows(value ?? 24)} />
        </label>
        <Button type="primary" icon={<PrinterOutlined />} onClick={() => print()}>
          {t('sheet.blank.print')}
        </Button>
      </div>
      <article className="q-blank">
        <header>
          {community.logo ? <img src={fileAddress(community.logo)} alt="" /> : null}
          <div>
            <h2>
              {community.name} · {group.name} · {t('sheet.blank.title')}
            </h2>
            {community.slogan ? <p>{community.slogan}</p> : null}
          </div>
        </header>
        <dl>
          {facts.map(([fact, value]) => (
            <div key={fact}>
              <dt>{t(`sheet.blank.${fact}`)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('sheet.blank.number')}</th>
              <th scope="col">{t('sheet.blank.name')}</th>
              <th scope="col">{t('sheet.blank.contact')}</th>
              <th scope="col">{t('sheet.blank.signature')}</th>
              <th scope="col">{t('sheet.blank.note')}</th>
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: rows }, (_, at) => (
              <tr key={at}>
                <td>{at + 1}</td>
                <td />
                <td />
                <td />
                <td />
              </tr>
            ))}
          </tbody>
        </table>
        <footer>{t('sheet.blank.privacy')}</footer>
      </article>
    </div>
  );
}
