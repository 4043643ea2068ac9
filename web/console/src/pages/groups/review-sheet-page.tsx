import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Navigate, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Community, OFFLINE } from '../../../../../src/modules/communities/contract.ts';
import { Notice } from '../../../../ui/notice.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { type Group, groupsQuery } from '../../api/communities.ts';
import { cancelImport, type Import, importQuery, importsQuery, previewImport, startImport } from '../../api/imports.ts';
import { ApiError } from '../../api/problem.ts';
import { sheetPeopleQuery, sheetPreviewQuery } from '../../api/sign-in-sheets.ts';
import { describeError } from '../../shell/describe-error.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { NotFoundPage } from '../../shell/error-pages.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { SheetChoices } from './sheet-choices.tsx';
import { SheetPeople } from './sheet-people.tsx';
import { SheetRows } from './sheet-rows.tsx';
import { chosenMember, firstSheetOptions, type SheetChoice } from './sheet-options.ts';
import './groups.css';

/** A sign-in sheet before it is imported: which group, which day, what each column holds, who the people are. */
export function ReviewSheetPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const { import: id } = useParams({ from: '/app/c/$community/sign-in-sheets/$import' });
  const item = useQuery(importQuery(community.id, id));
  const groups = useQuery(groupsQuery(community.id));
  usePageTitle(t('sheet.title'), community.name);
  const params = { community: community.key };
  const error = item.error ?? groups.error;
  if (error instanceof ApiError && error.status === 404) return <NotFoundPage />;
  if (error) return <ErrorState {...describeError(error, t)} onRetry={() => void item.refetch()} />;
  if (item.data && item.data.status !== 'ready')
    return <Navigate to="/c/$community/imports/$import" params={{ ...params, import: id }} replace />;
  const offline = groups.data?.filter((group) => group.platform === OFFLINE && group.archivedAt === null);
  return (
    <div className="q-sheet-import">
      <nav className="q-crumbs" aria-label={t('member.path')}>
        <Link to="/c/$community/groups" params={params}>
          {t('nav.groups')}
        </Link>
        <span aria-hidden>/</span>
        <span>{t('sheet.title')}</span>
      </nav>
      <div className="q-page-head">
        <div>
          <h1>{item.data?.fileName ?? t('sheet.title')}</h1>
          <p>{t('sheet.lead')}</p>
        </div>
      </div>
      {!item.data || !offline ? (
        <div className="q-panel">
          <Skeleton rows={6} height={24} />
        </div>
      ) : offline.length === 0 ? (
        <section className="q-panel">
          <EmptyState
            title={t('sheet.noGroup')}
            action={
              <Link to="/c/$community/groups" params={params}>
                <Button type="primary" tabIndex={-1}>
                  {t('sheet.toGroups')}
                </Button>
              </Link>
            }
          >
            {t('sheet.noGroupDetail')}
          </EmptyState>
        </section>
      ) : (
        <Review item={item.data} community={community} groups={offline} />
      )}
    </div>
  );
}

function Review({ item, community, groups }: { item: Import; community: Community; groups: readonly Group[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { group } = useSearch({ from: '/app/c/$community/sign-in-sheets/$import' });
  const [choice, setChoice] = useState<SheetChoice>(() => firstSheetOptions(group, groups));
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const sheet = { format: 'sign-in-sheet' as const, options: choice };
  const preview = useQuery(sheetPreviewQuery(community.id, item.id, sheet));
  const shown = preview.data?.preview ?? null;
  const missing = (shown?.ambiguities ?? []).filter(
    ({ option, required }) =>
      required && (option === 'group' || option === 'sheet' || choice[option as 'dateOrder'] === undefined),
  );
  const readable = shown !== null && shown.read > 0 && !missing.some(({ option }) => option === 'sheet');
  const people = useQuery({ ...sheetPeopleQuery(community.id, item.id, sheet), enabled: readable });
  const toImport = () =>
    navigate({ to: '/c/$community/imports/$import', params: { community: community.key, import: item.id } });
  const joined = (people.data ?? []).flatMap((person) => {
    const into = chosenMember(person, chosen);
    return into ? [{ platform: person.platform, member: person.member, into }] : [];
  });
  const start = useMutation({
    mutationFn: () => startImport(community.id, item.id, { ...sheet, people: joined }),
    onSuccess: (next) => {
      client.setQueryData(importQuery(community.id, item.id).queryKey, next);
      return toImport();
    },
  });
  const discard = useMutation({
    mutationFn: () => cancelImport(community.id, item.id),
    onSuccess: async () => {
      void client.invalidateQueries(importsQuery(community.id));
      await navigate({ to: '/c/$community/groups', params: { community: community.key } });
    },
  });
  const other = useMutation({
    mutationFn: () => previewImport(community.id, item.id, { format: 'csv', options: {} }),
    onSuccess: (next) => {
      client.setQueryData(importQuery(community.id, item.id).queryKey, next);
      return toImport();
    },
  });
  return (
    <>
      <ErrorNotice error={start.error ?? preview.error ?? discard.error ?? other.error} />
      <SheetChoices preview={shown} choice={choice} groups={groups} onChange={setChoice} />
      {shown && readable ? <SheetRows preview={shown} zone={community.zone} /> : null}
      {people.error instanceof ApiError && people.error.code === 'too_many_people' ? (
        <Notice kind="info" title={t('sheet.tooMany')}>
          {t('sheet.tooManyDetail')}
        </Notice>
      ) : readable ? (
        <SheetPeople
          people={people.data}
          error={people.error}
          chosen={chosen}
          onChoose={(key, memberId) => setChosen({ ...chosen, [key]: memberId })}
        />
      ) : null}
      <div className="q-form-actions">
        <Button
          type="primary"
          size="large"
          data-test="start-sheet"
          loading={start.isPending}
          disabled={!readable || missing.length > 0 || preview.isFetching || people.isFetching}
          onClick={() => start.mutate()}
        >
          {t('sheet.start', { count: shown?.read ?? 0 })}
        </Button>
        <Button size="large" loading={discard.isPending} onClick={() => discard.mutate()}>
          {t('sheet.discard')}
        </Button>
        <Button size="large" type="text" loading={other.isPending} onClick={() => other.mutate()}>
          {t('sheet.notASheet')}
        </Button>
        {missing.length ? (
          <p className="q-faint">
            {t('sheet.needs', { what: missing.map(({ option }) => t(`sheet.need.${option}`)).join(t('list.comma')) })}
          </p>
        ) : null}
      </div>
    </>
  );
}
