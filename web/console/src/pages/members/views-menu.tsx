import { DeleteOutlined, EyeOutlined, SaveOutlined, SyncOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox, Input, Popover } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedView } from '../../../../../src/modules/views/contract.ts';
import { createView, deleteView, updateView, viewsQuery } from '../../api/member-work.ts';
import { describeError } from '../../shell/describe-error.ts';
import { memberSearchSchema, type MemberSearch } from './member-search.ts';

const queryOf = (search: MemberSearch): Record<string, string | string[]> =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as Record<string, string>;

const sameQuery = (a: object, b: object): boolean =>
  JSON.stringify(Object.entries(a).toSorted()) === JSON.stringify(Object.entries(b).toSorted());

/** Saved views: open one, save the filters of now as one, share it, forget it. */
export function ViewsMenu(props: {
  communityId: string;
  search: MemberSearch;
  open: (search: MemberSearch) => void;
  canSave: boolean;
}) {
  const { communityId, search, canSave } = props;
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  const { data: views = [] } = useQuery(viewsQuery(communityId));
  const current = views.find((view) => sameQuery(view.query, queryOf(search)));
  const openView = (view: SavedView) => {
    props.open(memberSearchSchema.parse(view.query));
    setShown(false);
  };
  const list = (title: string, some: SavedView[]) =>
    some.length > 0 ? (
      <>
        <h3>{title}</h3>
        <ul>
          {some.map((view) => (
            <ViewLine
              key={view.id}
              view={view}
              communityId={communityId}
              isCurrent={view === current}
              open={() => openView(view)}
              {...(canSave && view !== current ? { query: queryOf(search) } : {})}
            />
          ))}
        </ul>
      </>
    ) : null;
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={shown}
      onOpenChange={setShown}
      content={
        <div className="q-views">
          {views.length === 0 ? <p className="q-soft">{t('view.none')}</p> : null}
          {list(
            t('view.mine'),
            views.filter(({ own }) => own),
          )}
          {list(
            t('view.others'),
            views.filter(({ own }) => !own),
          )}
          {canSave && !current ? <SaveForm communityId={communityId} query={queryOf(search)} /> : null}
        </div>
      }
    >
      <Button icon={<EyeOutlined />} data-test="views">
        <span className="q-tool-label">{current?.name ?? t('view.title')}</span>
      </Button>
    </Popover>
  );
}

function ViewLine(props: {
  view: SavedView;
  communityId: string;
  isCurrent: boolean;
  open: () => void;
  query?: object;
}) {
  const { view, communityId, query } = props;
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const options = {
    onSuccess: () => client.invalidateQueries(viewsQuery(communityId)),
    onError: (error: Error) => void message.error(describeError(error, t).title),
  };
  const remove = useMutation({ mutationFn: () => deleteView(communityId, view.id), ...options });
  const update = useMutation({ mutationFn: () => updateView(communityId, view.id, { query }), ...options });
  return (
    <li className="q-view">
      <button type="button" onClick={props.open} aria-current={props.isCurrent}>
        <span>{view.name}</span>
        <small className="q-faint">
          {view.own
            ? view.shared
              ? t('view.shared')
              : ''
            : view.madeBy
              ? t('view.by', { name: view.madeBy })
              : t('view.shared')}
        </small>
      </button>
      {view.own && query ? (
        <Button
          size="small"
          type="text"
          icon={<SyncOutlined />}
          title={t('view.update')}
          aria-label={`${t('view.update')}: ${view.name}`}
          onClick={() => update.mutate()}
        />
      ) : null}
      {view.own ? (
        <Button
          size="small"
          type="text"
          icon={<DeleteOutlined />}
          title={t('view.remove')}
          aria-label={`${t('view.remove')}: ${view.name}`}
          onClick={() => remove.mutate()}
        />
      ) : null}
    </li>
  );
}

function SaveForm({ communityId, query }: { communityId: string; query: object }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const save = useMutation({
    mutationFn: () => createView(communityId, { name: name.trim(), query, shared }),
    onSuccess: async () => {
      setName('');
      await client.invalidateQueries(viewsQuery(communityId));
      void message.success(t('view.saved'));
    },
    onError: (error) => void message.error(describeError(error, t).title),
  });
  return (
    <form
      className="q-view-save"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) save.mutate();
      }}
    >
      <h3>{t('view.save')}</h3>
      <Input
        name="view"
        aria-label={t('view.name')}
        placeholder={t('view.name')}
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Checkbox checked={shared} onChange={(event) => setShared(event.target.checked)}>
        {t('view.shared')}
      </Checkbox>
      <Button type="primary" htmlType="submit" icon={<SaveOutlined />} disabled={!name.trim()} loading={save.isPending}>
        {t('view.save')}
      </Button>
    </form>
  );
}
