import { PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { attributesQuery, removeAttribute, saveAttribute, type ListedAttribute } from '../../api/member-work.ts';
import { describeError } from '../../shell/describe-error.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { useAttributeWords } from '../members/attribute-words.ts';
import { AttributeDialog } from './attribute-dialog.tsx';
import './attributes.css';

/** What is kept about the members of a community: the attributes, their types and choices. */
export function AttributesPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const may = useRight('communities.manage');
  const [editing, setEditing] = useState<ListedAttribute | 'new'>();
  const { data, error, refetch } = useQuery(attributesQuery(community.id));
  usePageTitle(t('attribute.title'), community.name);
  return (
    <>
      <div className="q-page-head">
        <div>
          <h1>{t('attribute.title')}</h1>
          <p>{t('attribute.lead')}</p>
        </div>
        {may ? (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing('new')}>
            {t('attribute.new')}
          </Button>
        ) : null}
      </div>
      <section className="q-panel">
        {error && !data ? (
          <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
        ) : !data ? (
          <Skeleton rows={6} height={24} />
        ) : (
          <AttributeTable attributes={data} communityId={community.id} edit={may ? setEditing : undefined} />
        )}
      </section>
      {editing ? (
        <AttributeDialog
          communityId={community.id}
          {...(editing === 'new' ? {} : { attribute: editing })}
          onClose={() => setEditing(undefined)}
        />
      ) : null}
    </>
  );
}

function AttributeTable(props: {
  attributes: readonly ListedAttribute[];
  communityId: string;
  edit: ((attribute: ListedAttribute) => void) | undefined;
}) {
  const { attributes, communityId, edit } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const words = useAttributeWords();
  return (
    <div className="q-table-scroll">
      <table className="q-table q-attributes-table">
        <thead>
          <tr>
            <th scope="col">{t('attribute.name')}</th>
            <th scope="col">{t('attribute.type')}</th>
            <th scope="col">{t('attribute.choices')}</th>
            <th scope="col">{t('attribute.members')}</th>
            <th scope="col">
              <span className="q-hidden">{t('form.edit')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {attributes.map((one) => (
            <tr key={one.id} className={one.hidden ? 'q-attribute-hidden' : ''}>
              <th scope="row">
                {words.name(one)} <code>{one.key}</code>
                {one.builtIn ? <span className="q-word">{t('attribute.builtIn')}</span> : null}
                {one.hidden ? <span className="q-word">{t('attribute.hidden')}</span> : null}
              </th>
              <td>{t(`attribute.types.${one.type}`)}</td>
              <td className="q-choices">
                {one.choices.map((choice) => words.choice(one, choice)).join(t('list.comma')) || '—'}
              </td>
              <td className="q-end">{format.exact(one.members)}</td>
              <td>{edit ? <RowActions attribute={one} communityId={communityId} edit={edit} /> : null}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RowActions(props: {
  attribute: ListedAttribute;
  communityId: string;
  edit: (attribute: ListedAttribute) => void;
}) {
  const { attribute, communityId, edit } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const words = useAttributeWords();
  const { modal, message } = App.useApp();
  const client = useQueryClient();
  const options = {
    onSuccess: () => client.invalidateQueries(attributesQuery(communityId)),
    onError: (error: Error) => void message.error(describeError(error, t).title),
  };
  const hide = useMutation({
    mutationFn: () => saveAttribute(communityId, attribute.id, { hidden: !attribute.hidden }),
    ...options,
  });
  const remove = useMutation({ mutationFn: () => removeAttribute(communityId, attribute.id), ...options });
  const ask = () =>
    void modal.confirm({
      title: t('attribute.removeTitle', { name: words.name(attribute) }),
      content: t('attribute.removeDetail', { shown: format.exact(attribute.members) }),
      okText: t('attribute.remove'),
      okButtonProps: { danger: true },
      cancelText: t('form.cancel'),
      onOk: () => remove.mutateAsync().catch(() => undefined),
    });
  return (
    <span className="q-row-actions">
      <Button size="small" type="text" onClick={() => edit(attribute)}>
        {t('form.edit')}
      </Button>
      {attribute.builtIn ? (
        <Button size="small" type="text" onClick={() => hide.mutate()}>
          {t(attribute.hidden ? 'attribute.show' : 'attribute.hide')}
        </Button>
      ) : (
        <Button size="small" type="text" danger onClick={ask}>
          {t('attribute.remove')}
        </Button>
      )}
    </span>
  );
}
