import { CodeOutlined, UndoOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RULE_LIMITS, type Rule } from '../../../../../../src/modules/segments/rule.contract.ts';
import { Panel } from '../../../../../ui/figure.tsx';
import { Notice } from '../../../../../ui/notice.tsx';
import { Skeleton } from '../../../../../ui/states.tsx';
import type { Segment } from '../../../api/segments.ts';
import { usePageTitle } from '../../../shell/page-title.ts';
import { useCommunity } from '../../../shell/use-community.ts';
import { AboutFields } from './about-fields.tsx';
import { JsonDrawer } from './json-drawer.tsx';
import { LivePreview, usePreview } from './live-preview.tsx';
import { type Drop, type Editing, EditingProvider, useRuleDraft } from './rule-draft.ts';
import { checkTree, refusedFaults } from './rule-faults.ts';
import { RuleGroup } from './rule-group.tsx';
import { RuleOptionsProvider, useRuleOptionsOf } from './rule-options.tsx';
import { fromRule, type GroupNode, groupNode, type Path, toRule } from './rule-tree.ts';
import { sayRule } from './rule-words.ts';
import { LeaveGuard, SaveBar, useSave } from './save-rule.tsx';

interface BuilderProps {
  segment: Segment | undefined;
  rule: Rule | undefined;
  name: string;
  description: string;
}

/** The rule, how many it means, and the way to keep it. */
export function Builder(props: BuilderProps) {
  const { segment } = props;
  const { t } = useTranslation();
  const community = useCommunity();
  const [start] = useState<GroupNode>(() => (props.rule ? fromRule(props.rule) : groupNode('all', [])));
  const draft = useRuleDraft(start);
  const [about, setAbout] = useState({ name: props.name, description: props.description, tag: segment?.tag ?? '' });
  const [json, setJson] = useState(false);
  const checked = useMemo(() => checkTree(draft.root), [draft.root]);
  const whole = 'rule' in checked ? checked.rule : undefined;
  const preview = usePreview(community.id, whole);
  const { options, ready } = useOptions(community.id, draft.root);
  const save = useSave(segment);
  const faults = 'faults' in checked ? checked.faults : refusedFaults(draft.root, save.error ?? preview.error);
  const changed =
    draft.root !== start ||
    about.name !== props.name ||
    about.tag !== (segment?.tag ?? '') ||
    about.description !== props.description;
  usePageTitle(segment ? segment.name : t('segments.new'), t('segments.title'), community.name);
  const title = segment ? t('segments.build.titleEdit', { name: segment.name }) : t('segments.build.titleNew');
  const empty = draft.root.of.length === 0;
  const hint = empty
    ? t('segments.build.emptyRule')
    : whole
      ? undefined
      : t('segments.build.incompleteRule', { count: faults.length });
  return (
    <RuleOptionsProvider value={options}>
      <nav className="q-crumbs">
        <Link to="/c/$community/segments" params={{ community: community.key }}>
          {t('segments.title')}
        </Link>
        <span aria-hidden>/</span>
        <span>{segment?.name ?? t('segments.new')}</span>
      </nav>
      <form
        className="q-build"
        onSubmit={(event) => {
          event.preventDefault();
          if (whole && about.name.trim()) save.mutate({ rule: whole, ...about });
        }}
      >
        <div className="q-page-head">
          <h1>{title}</h1>
        </div>
        <div className="q-columns q-columns-side">
          <div className="q-column">
            <AboutFields value={about} onChange={setAbout} />
            <Panel
              title={t('segments.build.rule')}
              aside={
                <>
                  <Button type="text" icon={<UndoOutlined />} disabled={!draft.undo} onClick={draft.undo}>
                    {t('segments.build.undoRemove')}
                  </Button>
                  <Button type="text" icon={<CodeOutlined />} onClick={() => setJson(true)} data-test="json">
                    {t('segments.build.json')}
                  </Button>
                </>
              }
            >
              {empty ? null : (
                <p className="q-rule-sentence" aria-live="polite">
                  {sayRule(toRule(draft.root), options.names)}
                </p>
              )}
              <RuleFaults faults={faults} />
              {ready ? (
                <RuleEditor root={draft.root} set={draft.set} faults={faults} />
              ) : (
                <Skeleton rows={3} height={30} />
              )}
            </Panel>
          </div>
          <LivePreview preview={preview} community={community.key} hint={hint} />
        </div>
        <SaveBar preview={preview} save={save} able={Boolean(whole && about.name.trim())} />
      </form>
      {json ? (
        <JsonDrawer
          rule={toRule(draft.root)}
          onClose={() => setJson(false)}
          onApply={(rule) => {
            draft.set(fromRule(rule));
            setJson(false);
          }}
        />
      ) : null}
      <LeaveGuard active={changed && !save.isSuccess} />
    </RuleOptionsProvider>
  );
}

/** The lists to choose from, with the names that the rule of now needs. */
function useOptions(communityId: string, root: GroupNode) {
  const { ready, ...options } = useRuleOptionsOf(communityId, toRule(root));
  return { options, ready };
}

function RuleEditor({ root, set, faults }: Pick<Editing, 'root' | 'set' | 'faults'>) {
  const [drag, setDrag] = useState<Path>();
  const [drop, setDrop] = useState<Drop>();
  const said = useRef<HTMLParagraphElement>(null);
  return (
    <EditingProvider
      value={{
        root,
        set,
        faults,
        drag,
        drop,
        setDrag,
        setDrop,
        announce: (text) => {
          if (said.current) said.current.textContent = text;
        },
      }}
    >
      <RuleGroup node={root} path={[]} />
      <p className="q-hidden" role="status" ref={said} />
    </EditingProvider>
  );
}

/** Faults of the rule as a whole; those of a condition are beside it. */
function RuleFaults({ faults }: { faults: ReturnType<typeof refusedFaults> }) {
  const { t } = useTranslation();
  const own = faults.find(({ path, kind }) => path.length === 0 && kind !== 'incomplete');
  if (!own) return null;
  return (
    <Notice
      title={
        own.kind === 'too_many'
          ? t('segments.build.tooMany', { limit: RULE_LIMITS.clauses })
          : own.kind === 'too_deep'
            ? t('segments.build.depth', { depth: RULE_LIMITS.depth })
            : t('segments.build.wrong', { what: own.what })
      }
    />
  );
}
