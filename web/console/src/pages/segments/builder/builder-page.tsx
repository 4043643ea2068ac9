import { CodeOutlined, UndoOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useBlocker, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Button, Input, Modal } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RULE_LIMITS, type Rule, ruleInput } from '../../../../../../src/modules/segments/rule.contract.ts';
import { Field } from '../../../../../ui/field.tsx';
import { Panel } from '../../../../../ui/figure.tsx';
import { Notice } from '../../../../../ui/notice.tsx';
import { ErrorState, Skeleton } from '../../../../../ui/states.tsx';
import { ApiError } from '../../../api/problem.ts';
import { createSegment, type Segment, segmentQuery, updateSegment } from '../../../api/segments.ts';
import { describeError } from '../../../shell/describe-error.ts';
import { NotFoundPage } from '../../../shell/error-pages.tsx';
import { usePageTitle } from '../../../shell/page-title.ts';
import { useCommunity } from '../../../shell/use-community.ts';
import { TEMPLATE_RULES } from '../templates.ts';
import { JsonDrawer } from './json-drawer.tsx';
import { LivePreview, useMatchedWords, usePreview } from './live-preview.tsx';
import { type Drop, type Editing, EditingProvider, useRuleDraft } from './rule-draft.ts';
import { checkTree, refusedFaults } from './rule-faults.ts';
import { RuleGroup } from './rule-group.tsx';
import { RuleOptionsProvider, useRuleOptionsOf } from './rule-options.tsx';
import { fromRule, type GroupNode, groupNode, type Path, toRule } from './rule-tree.ts';
import { sayRule } from './rule-words.ts';
import '../segments.css';

/** A new segment: empty, from a ready rule, from a filter, or as a copy. */
export function NewSegmentPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const { template, copy, rule } = useSearch({ from: '/app/c/$community/segments/new' });
  const source = useQuery({ ...segmentQuery(community.id, copy ?? ''), enabled: copy !== undefined });
  if (copy && source.error)
    return <ErrorState {...describeError(source.error, t)} onRetry={() => void source.refetch()} />;
  if (copy && !source.data) return <Waiting />;
  const given = ruleInput.safeParse(rule);
  const begin = source.data?.rule ?? (given.success ? given.data : template && TEMPLATE_RULES[template]);
  return (
    <Builder
      key={`${template} ${copy}`}
      segment={undefined}
      rule={begin}
      name={
        source.data
          ? t('segments.one.copyName', { name: source.data.name })
          : template
            ? t(`segments.template.${template}.name`)
            : ''
      }
      description={source.data?.description ?? (template ? t(`segments.template.${template}.why`) : '')}
    />
  );
}

/** The rule of a segment that is there. */
export function EditSegmentPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const { segment } = useParams({ from: '/app/c/$community/segments/$segment/edit' });
  const { data, error, refetch } = useQuery({ ...segmentQuery(community.id, segment), staleTime: Infinity });
  if (error instanceof ApiError && error.status === 404) return <NotFoundPage />;
  if (error) return <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />;
  if (!data) return <Waiting />;
  if (!data.rule) return <NotFoundPage />;
  return <Builder key={data.version} segment={data} rule={data.rule} name={data.name} description={data.description} />;
}

const Waiting = () => (
  <div className="q-panel">
    <Skeleton rows={8} height={28} />
  </div>
);

interface BuilderProps {
  segment: Segment | undefined;
  rule: Rule | undefined;
  name: string;
  description: string;
}

function Builder(props: BuilderProps) {
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

type About = { name: string; description: string; tag: string };

function useSave(segment: Segment | undefined) {
  const community = useCommunity();
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: ({ rule, name, description, tag }: About & { rule: Rule }) => {
      const body = { name: name.trim(), description: description.trim(), tag: tag.trim() || null, rule };
      return segment
        ? updateSegment(community.id, segment.id, { version: segment.version, ...body })
        : createSegment(community.id, { kind: 'rule', ...body });
    },
    onSuccess: async (saved) => {
      client.setQueryData(segmentQuery(community.id, saved.id).queryKey, saved);
      await client.invalidateQueries({ queryKey: ['segments', community.id] });
      await navigate({
        to: '/c/$community/segments/$segment',
        params: { community: community.key, segment: saved.id },
        ignoreBlocker: true,
      });
    },
  });
}

function AboutFields({ value, onChange }: { value: About; onChange: (value: About) => void }) {
  const { t } = useTranslation();
  return (
    <section className="q-panel q-build-about">
      <Field label={t('segments.build.name')}>
        {(control) => (
          <Input
            {...control}
            name="name"
            required
            maxLength={80}
            value={value.name}
            onChange={(event) => onChange({ ...value, name: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('segments.build.tag')} hint={t('segments.build.tagHint')}>
        {(control) => (
          <Input
            {...control}
            name="tag"
            maxLength={60}
            value={value.tag}
            onChange={(event) => onChange({ ...value, tag: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('segments.build.description')}>
        {(control) => (
          <Input
            {...control}
            name="description"
            maxLength={500}
            value={value.description}
            onChange={(event) => onChange({ ...value, description: event.target.value })}
          />
        )}
      </Field>
    </section>
  );
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

/** The number and the way on, always in sight. */
function SaveBar(props: { preview: ReturnType<typeof usePreview>; save: ReturnType<typeof useSave>; able: boolean }) {
  const { preview, save, able } = props;
  const { t } = useTranslation();
  const community = useCommunity();
  const navigate = useNavigate();
  const say = useMatchedWords();
  const conflict = save.error instanceof ApiError && save.error.status === 409;
  return (
    <div className="q-build-foot">
      {save.error ? (
        <p className="q-field-error" role="alert">
          {conflict ? t('segments.build.conflict') : describeError(save.error, t).title}
        </p>
      ) : (
        <p className="q-build-count">
          {preview.data ? (
            <>
              {t('segments.preview.title')} <strong>{say(preview.data)}</strong>
            </>
          ) : null}
        </p>
      )}
      <Button onClick={() => void navigate({ to: '/c/$community/segments', params: { community: community.key } })}>
        {t('segments.build.cancel')}
      </Button>
      <Button type="primary" htmlType="submit" disabled={!able} loading={save.isPending} data-test="save-segment">
        {t('segments.build.save')}
      </Button>
    </div>
  );
}

/** Asks before changes are lost: on another page of the console, and when the window is closed. */
function LeaveGuard({ active }: { active: boolean }) {
  const { t } = useTranslation();
  const blocker = useBlocker({ shouldBlockFn: () => active, enableBeforeUnload: () => active, withResolver: true });
  return (
    <Modal
      open={blocker.status === 'blocked'}
      title={t('segments.build.leaveTitle')}
      okText={t('segments.build.leave')}
      cancelText={t('segments.build.stay')}
      okButtonProps={{ danger: true }}
      onOk={() => blocker.proceed?.()}
      onCancel={() => blocker.reset?.()}
    >
      {t('segments.build.leaveDetail')}
    </Modal>
  );
}
