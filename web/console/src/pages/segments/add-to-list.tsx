import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Selection } from '../../../../../src/modules/bulk/contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { listMembers, segmentsQuery } from '../../api/segments.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';

const NEW = 'new';

/** Puts those selected onto a static list, a new one or one that is there. */
export function AddToList({ selection, onClose }: { selection: Selection; onClose: (done: boolean) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { message } = App.useApp();
  const community = useCommunity();
  const client = useQueryClient();
  const { data: segments = [] } = useQuery(segmentsQuery(community.id));
  const lists = segments.filter(({ kind }) => kind === 'list');
  const [list, setList] = useState<string>(NEW);
  const [name, setName] = useState('');
  const add = useMutation({
    mutationFn: () =>
      listMembers(community.id, {
        selection,
        ...(list === NEW ? { name: name.trim() } : { segmentId: list }),
      }),
    onSuccess: async ({ added, total }) => {
      await client.invalidateQueries({ queryKey: ['segments', community.id] });
      void message.success(
        [
          t('segments.inMembers.bulkDone', { count: added, shown: format.exact(added) }),
          added < total ? t('segments.inMembers.bulkAlready') : '',
        ].join(' '),
      );
      onClose(true);
    },
  });
  return (
    <Modal open title={t('segments.inMembers.bulk')} footer={null} onCancel={() => onClose(false)} destroyOnHidden>
      <form
        className="q-form"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <Field label={t('segments.inMembers.bulkList')}>
          {({ id }) => (
            <Select
              id={id}
              value={list}
              options={[
                { value: NEW, label: t('segments.inMembers.bulkNew') },
                ...lists.map((one) => ({ value: one.id, label: `${one.name} (${format.count(one.members)})` })),
              ]}
              onChange={setList}
            />
          )}
        </Field>
        {list === NEW ? (
          <Field label={t('segments.build.name')}>
            {(control) => (
              <Input {...control} maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
            )}
          </Field>
        ) : null}
        {add.error ? (
          <p className="q-field-error" role="alert">
            {describeError(add.error, t).title} {describeError(add.error, t).detail}
          </p>
        ) : null}
        <div className="q-dialog-foot">
          <Button onClick={() => onClose(false)}>{t('form.cancel')}</Button>
          <Button
            type="primary"
            htmlType="submit"
            disabled={list === NEW && !name.trim()}
            loading={add.isPending}
            data-test="add-to-list"
          >
            {t('segments.inMembers.bulk')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
