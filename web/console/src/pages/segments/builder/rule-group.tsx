import { PlusOutlined } from '@ant-design/icons';
import { Button, Dropdown, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ClauseKind } from '../../../../../../src/modules/segments/rule.contract.ts';
import { blankClause, EditClause, KINDS_UNDER } from './clause-editors.tsx';
import { MoveHandle, NodeMenu } from './node-controls.tsx';
import { pathKey, samePath, useEditing } from './rule-draft.ts';
import { useRuleOptions } from './rule-options.tsx';
import {
  clauseNode,
  type ClauseNode,
  groupNode,
  type GroupNode,
  inserted,
  movedNode,
  type Path,
  replaced,
  type RuleNode,
  toRule,
} from './rule-tree.ts';
import { sayPart } from './rule-words.ts';

const MODES = ['all', 'any', 'none', 'notAll'] as const;
type Mode = (typeof MODES)[number];

/** What a group's two marks say: none of these is not any. */
const modeOf = ({ mode, not }: GroupNode): Mode => (mode === 'all' ? (not ? 'notAll' : 'all') : not ? 'none' : 'any');
const ofMode: Record<Mode, Pick<GroupNode, 'mode' | 'not'>> = {
  all: { mode: 'all', not: false },
  any: { mode: 'any', not: false },
  none: { mode: 'any', not: true },
  notAll: { mode: 'all', not: true },
};

/** A group of conditions and groups, and how they hold together; the root has no frame. */
export function RuleGroup({ node, path }: { node: GroupNode; path: Path }) {
  const { t } = useTranslation();
  const { root, set, drop } = useEditing();
  const isRoot = path.length === 0;
  const dropsAt = drop && samePath(drop.group, path) ? drop.at : undefined;
  const label = t('segments.build.group');
  return (
    <div className={isRoot ? undefined : 'q-rule-group'} {...useDrop(path, node.of.length)}>
      <div className="q-rule-head">
        {isRoot ? null : <MoveHandle path={path} label={label} />}
        <Select<Mode>
          aria-label={t('segments.build.groupMode')}
          className="q-rule-mode"
          popupMatchSelectWidth={false}
          value={modeOf(node)}
          options={MODES.map((value) => ({ value, label: t(`segments.build.mode.${value}`) }))}
          onChange={(mode) => set(replaced(root, path, { ...node, ...ofMode[mode] }))}
        />
        {isRoot ? null : <NodeMenu path={path} label={label} />}
      </div>
      <ol className="q-rule-list">
        {node.of.map((inner, at) => (
          // The place is the identity: a condition has no id, and its form holds nothing of its own.
          <li key={at} className={dropsAt === at ? 'q-rule-drop' : ''}>
            {at > 0 ? (
              <span className="q-rule-joint" aria-hidden>
                {t(`segments.build.joint.${modeOf(node)}`)}
              </span>
            ) : null}
            <RuleChild node={inner} path={[...path, at]} />
          </li>
        ))}
        {dropsAt === node.of.length ? <li className="q-rule-drop" aria-hidden /> : null}
      </ol>
      <AddToGroup path={path} />
    </div>
  );
}

function RuleChild({ node, path }: { node: RuleNode; path: Path }) {
  return node.is === 'group' ? <RuleGroup node={node} path={path} /> : <RuleCondition node={node} path={path} />;
}

/** Takes what is dropped on a box: a condition before or after itself by the half it is over, a group at its end. */
function useDrop(path: Path, length: number | undefined) {
  const { root, set, drag, setDrag, setDrop, drop } = useEditing();
  return {
    onDragOver: (event: React.DragEvent<HTMLElement>) => {
      if (!drag) return;
      event.preventDefault();
      event.stopPropagation();
      if (length !== undefined) {
        setDrop({ group: path, at: length });
        return;
      }
      const { top, height } = event.currentTarget.getBoundingClientRect();
      const after = event.clientY > top + height / 2 ? 1 : 0;
      setDrop({ group: path.slice(0, -1), at: path.at(-1)! + after });
    },
    onDrop: (event: React.DragEvent<HTMLElement>) => {
      event.preventDefault();
      event.stopPropagation();
      const moved = drag && drop && movedNode(root, drag, drop.group, drop.at);
      if (moved) set(moved.root);
      setDrag(undefined);
      setDrop(undefined);
    },
  };
}

function RuleCondition({ node, path }: { node: ClauseNode; path: Path }) {
  const { t } = useTranslation();
  const { root, set, faults, drag } = useEditing();
  const options = useRuleOptions();
  const own = faults.filter((fault) => samePath(fault.path, path));
  const label = sayPart(toRule(node), options.names);
  const change = (next: Partial<ClauseNode>) => set(replaced(root, path, { ...node, ...next }));
  const refused = own.find(({ kind }) => kind === 'refused');
  return (
    <div
      className={`q-rule-clause ${own.length ? 'q-rule-faulty' : ''} ${samePath(drag, path) ? 'q-rule-dragged' : ''}`}
      role="group"
      aria-label={label}
      data-node={pathKey(path)}
      {...useDrop(path, undefined)}
    >
      <MoveHandle path={path} label={label} />
      <div className="q-rule-fields">
        <button
          type="button"
          className="q-rule-not"
          aria-pressed={node.not}
          title={t('segments.build.notHint')}
          onClick={() => change({ not: !node.not })}
        >
          {t('segments.build.not')}
        </button>
        <Select<ClauseKind>
          aria-label={t('segments.build.clauseKind')}
          className="q-rule-kind"
          popupMatchSelectWidth={false}
          listHeight={420}
          value={node.clause.kind}
          options={KINDS_UNDER.map(({ under, kinds }) => ({
            label: t(`segments.clauseGroup.${under}`),
            options: kinds.map((value) => ({ value, label: t(`segments.clause.${value}`) })),
          }))}
          onChange={(kind) => change({ clause: blankClause(kind, options) })}
        />
        <EditClause clause={node.clause} onChange={(clause) => change({ clause })} />
      </div>
      <NodeMenu path={path} label={label} />
      {own.length ? (
        <p className={refused ? 'q-field-error' : 'q-rule-incomplete'} role={refused ? 'alert' : undefined}>
          {refused ? t('segments.build.wrong', { what: refused.what }) : t('segments.build.incomplete')}
        </p>
      ) : null}
    </div>
  );
}

function AddToGroup({ path }: { path: Path }) {
  const { t } = useTranslation();
  const { root, set } = useEditing();
  const options = useRuleOptions();
  const add = (node: RuleNode) => set(inserted(root, path, node));
  return (
    <div className="q-rule-add">
      <Dropdown
        trigger={['click']}
        menu={{
          className: 'q-rule-kinds',
          items: KINDS_UNDER.map(({ under, kinds }) => ({
            key: under,
            type: 'group' as const,
            label: t(`segments.clauseGroup.${under}`),
            children: kinds.map((kind) => ({ key: kind, label: t(`segments.clause.${kind}`) })),
          })),
          onClick: ({ key }) => add(clauseNode(blankClause(key as ClauseKind, options))),
        }}
      >
        <Button icon={<PlusOutlined />} data-test={path.length === 0 ? 'add-condition' : undefined}>
          {t('segments.build.add')}
        </Button>
      </Dropdown>
      <Button
        type="text"
        icon={<PlusOutlined />}
        onClick={() => add(groupNode('any', [clauseNode(blankClause('did', options))]))}
      >
        {t('segments.build.addGroup')}
      </Button>
    </div>
  );
}
