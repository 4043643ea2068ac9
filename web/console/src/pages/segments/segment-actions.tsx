import { DownloadOutlined, EditOutlined, MoreOutlined, SaveOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteSegment, type Segment, segmentFile, segmentQuery, updateSegment } from '../../api/segments.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { WriteTo } from '../deliveries/write-to.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { ListDialog } from './list-dialog.tsx';

/** What can be done with a segment: what is done most as buttons, the rest behind one. */
export function SegmentActions({ segment }: { segment: Segment }) {
  const { t, i18n } = useTranslation();
  const { modal } = App.useApp();
  const community = useCommunity();
  const navigate = useNavigate();
  const may = useRight('members.edit');
  const mayExport = useRight('members.export');
  const [dialog, setDialog] = useState<'about' | 'import'>();
  const { archive, remove } = useChanges(segment);
  const params = { community: community.key, segment: segment.id };
  const download = () => {
    const link = document.createElement('a');
    link.href = segmentFile(community.id, segment.id, i18n.language);
    link.download = '';
    link.click();
  };
  const ask = (of: 'archive' | 'delete', act: () => Promise<unknown>) =>
    void modal.confirm({
      title: t(`segments.one.${of}Ask`, { name: segment.name }),
      content: t(`segments.one.${of}Detail`),
      okText: t(`segments.one.${of}`),
      okButtonProps: { danger: of === 'delete' },
      cancelText: t('form.cancel'),
      // A failure is told by the mutation; the question closes either way.
      onOk: () => act().catch(() => undefined),
    });
  const items = {
    rename: () => setDialog('about'),
    duplicate: () => void navigate({ to: '/c/$community/segments/new', params, search: { copy: segment.id } }),
    csvIn: () => setDialog('import'),
    archive: () => ask('archive', () => archive.mutateAsync(true)),
    unarchive: () => archive.mutate(false),
    delete: () => ask('delete', () => remove.mutateAsync()),
  };
  const shown = (Object.keys(items) as (keyof typeof items)[]).filter((key) =>
    key === 'duplicate'
      ? segment.kind === 'rule'
      : key === 'csvIn'
        ? segment.kind === 'list' && !segment.transient
        : key === 'archive'
          ? !segment.archived && !segment.transient
          : key === 'unarchive'
            ? segment.archived
            : key !== 'rename' || !segment.transient,
  );
  return (
    <div className="q-segments-tools">
      {segment.members > 0 ? <WriteTo segment={segment.id} /> : null}
      {mayExport ? (
        <Button icon={<DownloadOutlined />} onClick={download} disabled={segment.members === 0}>
          {t('segments.one.csv')}
        </Button>
      ) : null}
      {may && segment.transient ? (
        <Button type="primary" icon={<SaveOutlined />} onClick={() => setDialog('about')}>
          {t('segments.one.keep')}
        </Button>
      ) : null}
      {may && segment.kind === 'rule' ? (
        <Button
          icon={<EditOutlined />}
          onClick={() => void navigate({ to: '/c/$community/segments/$segment/edit', params })}
        >
          {t('segments.one.edit')}
        </Button>
      ) : null}
      {may ? (
        <Dropdown
          trigger={['click']}
          placement="bottomRight"
          menu={{
            items: shown.map((key) => ({ key, label: t(`segments.one.${key}`), danger: key === 'delete' })),
            onClick: ({ key }) => items[key as keyof typeof items](),
          }}
        >
          <Button icon={<MoreOutlined />} aria-label={t('segments.one.more')} />
        </Dropdown>
      ) : null}
      {dialog === 'about' ? <ListDialog segment={segment} onClose={() => setDialog(undefined)} /> : null}
      {dialog === 'import' ? <ImportDialog segmentId={segment.id} onClose={() => setDialog(undefined)} /> : null}
    </div>
  );
}

function useChanges(segment: Segment) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const community = useCommunity();
  const client = useQueryClient();
  const navigate = useNavigate();
  const onError = (error: Error) => {
    const { title, detail } = describeError(error, t);
    void message.error([title, detail].filter(Boolean).join(' '));
  };
  const archive = useMutation({
    mutationFn: (archived: boolean) => updateSegment(community.id, segment.id, { version: segment.version, archived }),
    onSuccess: (saved) => {
      client.setQueryData(segmentQuery(community.id, segment.id).queryKey, saved);
      return client.invalidateQueries({ queryKey: ['segments', community.id, 'all'] });
    },
    onError,
  });
  const remove = useMutation({
    mutationFn: () => deleteSegment(community.id, segment.id),
    onSuccess: async () => {
      await navigate({ to: '/c/$community/segments', params: { community: community.key } });
      client.removeQueries(segmentQuery(community.id, segment.id));
      await client.invalidateQueries({ queryKey: ['segments', community.id] });
    },
    onError,
  });
  return { archive, remove };
}
