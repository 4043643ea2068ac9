import { CopyOutlined, DeleteOutlined, HolderOutlined, MoreOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { pathKey, useEditing } from './rule-draft.ts';
import {
  groupNode,
  type GroupNode,
  inserted,
  movedNode,
  nodeAt,
  type Path,
  removed,
  replaced,
  stepped,
} from './rule-tree.ts';

/** Puts the focus on a node's handle after the tree is drawn anew. */
function focusHandle(path: Path): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-handle="${pathKey(path)}"]`)?.focus());
}

/** The handle that a node is moved by: dragged, or with the arrow keys. */
export function MoveHandle({ path, label }: { path: Path; label: string }) {
  const { t } = useTranslation();
  const { root, set, setDrag, setDrop, announce } = useEditing();
  return (
    <button
      type="button"
      className="q-rule-handle"
      data-handle={pathKey(path)}
      draggable
      title={t('segments.build.moveHint')}
      aria-label={`${t('segments.build.move')}: ${label}`}
      onDragStart={(event) => {
        event.stopPropagation();
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', label);
        const box = event.currentTarget.closest('.q-rule-node');
        if (box) event.dataTransfer.setDragImage(box, 14, 14);
        setDrag(path);
      }}
      onDragEnd={() => {
        setDrag(undefined);
        setDrop(undefined);
      }}
      onKeyDown={(event) => {
        const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : undefined;
        if (!by) return;
        event.preventDefault();
        const next = stepped(root, path, by);
        if (!next) return;
        set(next.root);
        announce(t('segments.build.moved', { at: next.path.at(-1)! + 1 }));
        focusHandle(next.path);
      }}
    >
      <HolderOutlined />
    </button>
  );
}

/** What else can be done with a node. */
export function NodeMenu({ path, label }: { path: Path; label: string }) {
  const { t } = useTranslation();
  const { root, set } = useEditing();
  const go = (next: { root: GroupNode; path: Path } | undefined) => {
    if (!next) return;
    set(next.root);
    focusHandle(next.path);
  };
  const group = path.slice(0, -1);
  const node = nodeAt(root, path);
  const items = {
    up: { able: stepped(root, path, -1) !== undefined, act: () => go(stepped(root, path, -1)) },
    down: { able: stepped(root, path, 1) !== undefined, act: () => go(stepped(root, path, 1)) },
    out: {
      able: group.length > 0,
      act: () => go(movedNode(root, path, group.slice(0, -1), group.at(-1)! + 1)),
    },
    wrap: { able: true, act: () => set(replaced(root, path, groupNode('any', [node]))) },
  };
  return (
    <span className="q-rule-actions">
      <Button
        type="text"
        icon={<CopyOutlined />}
        title={t('segments.build.duplicate')}
        aria-label={`${t('segments.build.duplicate')}: ${label}`}
        onClick={() => set(inserted(root, group, structuredClone(node), path.at(-1)! + 1))}
      />
      <Dropdown
        trigger={['click']}
        placement="bottomRight"
        menu={{
          items: (['up', 'down', 'out', 'wrap'] as const).map((key) => ({
            key,
            label: t(`segments.build.${key}`),
            disabled: !items[key].able,
          })),
          onClick: ({ key }) => items[key as keyof typeof items].act(),
        }}
      >
        <Button type="text" icon={<MoreOutlined />} aria-label={`${t('segments.build.more')}: ${label}`} />
      </Dropdown>
      <Button
        type="text"
        icon={<DeleteOutlined />}
        title={t('segments.build.remove')}
        aria-label={`${t('segments.build.remove')}: ${label}`}
        onClick={() => set(removed(root, path))}
      />
    </span>
  );
}
