import {
  ApiOutlined,
  AimOutlined,
  AuditOutlined,
  BookOutlined,
  ClusterOutlined,
  CommentOutlined,
  CrownOutlined,
  FilterOutlined,
  FormOutlined,
  FundProjectionScreenOutlined,
  GiftOutlined,
  ImportOutlined,
  LineChartOutlined,
  LinkOutlined,
  CheckSquareOutlined,
  DeploymentUnitOutlined,
  DollarOutlined,
  FileTextOutlined,
  NotificationOutlined,
  SafetyCertificateOutlined,
  SettingOutlined,
  TeamOutlined,
  ThunderboltOutlined,
  UsergroupAddOutlined,
  ProfileOutlined,
  SendOutlined,
} from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link, useMatchRoute } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Community } from '../../../../src/modules/communities/contract.ts';
import { creditWaitingQuery } from '../api/credit.ts';
import { CommunitySwitcher } from './community-switcher.tsx';
import { Mark } from './mark.tsx';
import { useRight } from './use-right.ts';

/** The left rail by the loop. Only what works is in it. */
export function Rail({ community }: { community: Community | undefined }) {
  const { t } = useTranslation();
  const params = { community: community?.key ?? '' };
  const mayTeam = useRight('team.manage');
  const mayAudit = useRight('audit.read');
  const mayConnect = useRight('connections.manage');
  const mayGoals = useRight('goals.read');
  const waiting = useWaiting(community);
  // A tab of deliveries that has an address of its own.
  const onTemplates = Boolean(useMatchRoute()({ to: '/c/$community/templates' }));
  return (
    <div className="q-rail">
      <Link to="/" className="q-brand" title={t('app.name')}>
        <Mark />
        <span>
          {t('app.name')}
          <small>{t('app.latin')}</small>
        </span>
      </Link>
      <CommunitySwitcher community={community} />
      <nav aria-label={t('shell.navigation')}>
        {community ? (
          <>
            <RailGroup>
              <RailLink icon={<LineChartOutlined />} label={t('nav.overview')}>
                {(props) => (
                  <Link
                    to="/c/$community"
                    params={params}
                    activeOptions={{ exact: true, includeSearch: false }}
                    {...props}
                  />
                )}
              </RailLink>
            </RailGroup>
            <RailGroup title={t('nav.understand')}>
              <RailLink icon={<TeamOutlined />} label={t('nav.members')}>
                {(props) => (
                  <Link
                    to="/c/$community/members"
                    params={params}
                    activeOptions={{ includeSearch: false }}
                    {...props}
                  />
                )}
              </RailLink>
              <RailLink icon={<FundProjectionScreenOutlined />} label={t('nav.analyses')}>
                {(props) => <Link to="/c/$community/analyses" params={params} {...props} />}
              </RailLink>
              <RailLink icon={<FilterOutlined />} label={t('segments.title')}>
                {(props) => (
                  <Link
                    to="/c/$community/segments"
                    params={params}
                    activeOptions={{ includeSearch: false }}
                    {...props}
                  />
                )}
              </RailLink>
              <RailLink icon={<DeploymentUnitOutlined />} label={t('nav.network')}>
                {(props) => (
                  <Link
                    to="/c/$community/network"
                    params={params}
                    activeOptions={{ includeSearch: false }}
                    {...props}
                  />
                )}
              </RailLink>
              <RailLink icon={<FileTextOutlined />} label={t('reports.title')}>
                {(props) => (
                  <Link
                    to="/c/$community/reports"
                    params={params}
                    activeOptions={{ includeSearch: false }}
                    {...props}
                  />
                )}
              </RailLink>
            </RailGroup>
            <RailGroup title={t('playbook.act')}>
              <RailLink icon={<CheckSquareOutlined />} label={t('playbook.title')}>
                {(props) => (
                  <Link to="/c/$community/plays" params={params} activeOptions={{ includeSearch: false }} {...props} />
                )}
              </RailLink>
              {mayGoals ? (
                <RailLink icon={<AimOutlined />} label={t('goals.title')}>
                  {(props) => (
                    <Link
                      to="/c/$community/goals"
                      params={params}
                      activeOptions={{ includeSearch: false }}
                      {...props}
                    />
                  )}
                </RailLink>
              ) : null}
              <RailLink icon={<DollarOutlined />} label={t('points.title')}>
                {(props) => (
                  <Link to="/c/$community/points" params={params} activeOptions={{ includeSearch: false }} {...props} />
                )}
              </RailLink>
              <RailLink icon={<CrownOutlined />} label={t('levels.title')}>
                {(props) => (
                  <Link to="/c/$community/levels" params={params} activeOptions={{ includeSearch: false }} {...props} />
                )}
              </RailLink>
              <RailLink icon={<GiftOutlined />} label={t('rewards.title')}>
                {(props) => (
                  <Link
                    to="/c/$community/rewards"
                    params={params}
                    activeOptions={{ includeSearch: false }}
                    {...props}
                  />
                )}
              </RailLink>
              <RailLink icon={<ThunderboltOutlined />} label={t('reactions.title')}>
                {(props) => <Link to="/c/$community/reactions" params={params} {...props} />}
              </RailLink>
              <RailLink icon={<NotificationOutlined />} label={t('relays.title')}>
                {(props) => <Link to="/c/$community/relays" params={params} {...props} />}
              </RailLink>
            </RailGroup>
            <RailGroup title={t('credit.order')}>
              <RailLink icon={<BookOutlined />} label={t('credit.rules.title')}>
                {(props) => <Link to="/c/$community/rules" params={params} {...props} />}
              </RailLink>
              <RailLink icon={<SafetyCertificateOutlined />} label={t('credit.title')} count={waiting}>
                {(props) => (
                  <Link to="/c/$community/credit" params={params} activeOptions={{ includeSearch: false }} {...props} />
                )}
              </RailLink>
              <RailLink icon={<FormOutlined />} label={t('exams.title')}>
                {(props) => (
                  <Link to="/c/$community/exams" params={params} activeOptions={{ includeSearch: false }} {...props} />
                )}
              </RailLink>
            </RailGroup>
            <RailGroup title={t('nav.grow')}>
              <RailLink icon={<LinkOutlined />} label={t('nav.tracking')}>
                {(props) => <Link to="/c/$community/tracking" params={params} {...props} />}
              </RailLink>
            </RailGroup>
            <RailGroup title={t('nav.connect')}>
              <RailLink icon={<CommentOutlined />} label={t('nav.groups')}>
                {(props) => <Link to="/c/$community/groups" params={params} {...props} />}
              </RailLink>
              {mayConnect ? (
                <RailLink icon={<ClusterOutlined />} label={t('connections.title')}>
                  {(props) => <Link to="/c/$community/connections" params={params} {...props} />}
                </RailLink>
              ) : null}
              <RailLink icon={<SendOutlined />} label={t('deliveries.title')}>
                {(props) => (
                  <Link
                    to="/c/$community/deliveries"
                    params={params}
                    activeOptions={{ includeSearch: false }}
                    {...props}
                    className={`${props.className} ${onTemplates ? 'active' : ''}`}
                  />
                )}
              </RailLink>
              <RailLink icon={<ImportOutlined />} label={t('nav.imports')}>
                {(props) => <Link to="/c/$community/imports" params={params} {...props} />}
              </RailLink>
            </RailGroup>
          </>
        ) : null}
        <RailGroup title={t('nav.settings')}>
          {mayTeam ? (
            <RailLink icon={<UsergroupAddOutlined />} label={t('nav.team')}>
              {(props) => <Link to="/settings/team" {...props} />}
            </RailLink>
          ) : null}
          {mayAudit ? (
            <RailLink icon={<AuditOutlined />} label={t('nav.audit')}>
              {(props) => <Link to="/settings/audit" {...props} activeOptions={{ includeSearch: false }} />}
            </RailLink>
          ) : null}
          {community ? (
            <RailLink icon={<SettingOutlined />} label={t('setUp.nav')}>
              {(props) => <Link to="/c/$community/settings" params={params} {...props} />}
            </RailLink>
          ) : null}
          {community ? (
            <RailLink icon={<ProfileOutlined />} label={t('attribute.title')}>
              {(props) => <Link to="/c/$community/attributes" params={params} {...props} />}
            </RailLink>
          ) : null}
          <RailLink icon={<ApiOutlined />} label={t('nav.tokens')}>
            {(props) => <Link to="/settings/tokens" {...props} />}
          </RailLink>
        </RailGroup>
      </nav>
    </div>
  );
}

function RailGroup({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <div className="q-rail-group">
      {title ? <h2>{title}</h2> : null}
      {children}
    </div>
  );
}

interface LinkProps {
  className: string;
  title: string;
  children: ReactNode;
}

/** Appeals and sanctions that wait for whoever keeps the order; 0 for others. */
function useWaiting(community: Community | undefined): number {
  const enabled = useRight('credit.manage') && community !== undefined;
  const { data } = useQuery({ ...creditWaitingQuery(community?.id ?? ''), enabled });
  return data ? data.openAppeals + data.openTasks : 0;
}

interface RailLinkProps {
  icon: ReactNode;
  label: string;
  /** How much waits there for somebody. */
  count?: number;
  children: (link: LinkProps) => ReactNode;
}

function RailLink(props: RailLinkProps) {
  const { t } = useTranslation();
  return props.children({
    className: 'q-rail-link',
    title: props.label,
    children: (
      <>
        {props.icon}
        <span>{props.label}</span>
        {props.count ? (
          <small className="q-rail-count" title={t('shell.waiting', { count: props.count })}>
            {props.count}
          </small>
        ) : null}
      </>
    ),
  });
}
