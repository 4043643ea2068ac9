import { EllipsisOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedAnalysis } from '../../api/dashboards.ts';
import { useRight } from '../../shell/use-right.ts';
import { SaveDialog } from './save-dialog.tsx';
import { useSavedActions } from './use-saved-actions.ts';

/** Rename, duplicate, delete a kept analysis; nothing for those who may not. */
export function SavedMenu({ saved }: { saved: SavedAnalysis }) {
  const { t } = useTranslation();
  const mayKeep = useRight('analyses.manage');
  const [renaming, setRenaming] = useState(false);
  const actions = useSavedActions(saved);
  if (!mayKeep) return null;
  const acts: Record<string, () => void> = { rename: () => setRenaming(true), ...actions };
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: ['rename', 'duplicate', 'remove'].map((key) => ({
            key,
            label: t(`analysis.${key}`),
            danger: key === 'remove',
          })),
          onClick: ({ key }) => acts[key]?.(),
        }}
      >
        <Button
          size="small"
          type="text"
          icon={<EllipsisOutlined />}
          aria-label={t('analysis.more', { name: saved.name })}
        />
      </Dropdown>
      {renaming ? (
        <SaveDialog kind={saved.kind} params={saved.params} of={saved} close={() => setRenaming(false)} />
      ) : null}
    </>
  );
}
