import { useQuery } from '@tanstack/react-query';
import { Input, InputNumber, Modal, Radio, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  MATCHINGS,
  type ReactionRule,
  type Trigger,
  TRIGGER_KINDS,
} from '../../../../../src/modules/reactions/contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { groupsQuery } from '../../api/communities.ts';
import { saveRule } from '../../api/reactions.ts';
import { templatesQuery } from '../../api/templates.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { ContentEditor, isWhole, isWritten, type Written } from '../messages/content-editor.tsx';
import { type ChosenTemplate, TemplateChoice, variablesFor } from '../templates/template-choice.tsx';
import { useReactionChange } from './use-reaction-change.ts';

const BLANK: Written = { kind: 'text', text: '' };

/** What a rule answers in own words; blank where it is a template. */
const writtenOf = (rule: ReactionRule | undefined): Written =>
  rule && 'content' in rule.answer && isWritten(rule.answer.content) ? rule.answer.content : BLANK;

/** What a rule gives a template without being asked. */
const GIVEN = ['name'];

const templateOf = (rule: ReactionRule | undefined): ChosenTemplate =>
  rule && 'templateId' in rule.answer
    ? { templateId: rule.answer.templateId, variables: rule.answer.variables }
    : { templateId: undefined, variables: {} };

/** A trigger of another kind; words stay as long as they are wanted. */
const triggerOf = (kind: Trigger['kind'], words: string[], matching: (typeof MATCHINGS)[number]): Trigger =>
  kind === 'keyword' ? { kind, words, matching } : { kind };

/** Makes a rule, or changes one. `kind` is what a new one begins with. */
export function RuleDialog({
  rule,
  kind: first,
  onClose,
}: {
  rule: ReactionRule | undefined;
  kind: Trigger['kind'];
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const community = useCommunity();
  const { data: groups } = useQuery(groupsQuery(community.id));
  const [fields, setFields] = useState({
    name: rule?.name ?? '',
    kind: rule?.trigger.kind ?? first,
    words: rule?.trigger.kind === 'keyword' ? rule.trigger.words : [],
    matching: rule?.trigger.kind === 'keyword' ? rule.trigger.matching : MATCHINGS[0],
    groupIds: rule?.groupIds ?? [],
    written: templateOf(rule).templateId ? ('template' as const) : ('own' as const),
    content: writtenOf(rule),
    template: templateOf(rule),
    place: rule?.place ?? ('chat' as const),
    restSeconds: rule?.restSeconds ?? (first === 'welcome' ? 60 : 0),
  });
  const set = (change: Partial<typeof fields>) => setFields({ ...fields, ...change });
  const { name, kind, words, matching, groupIds, written, content, template, place, restSeconds } = fields;
  const { data } = useQuery(templatesQuery(community.id));
  const declared = data?.templates.find(({ id }) => id === template.templateId)?.variables ?? [];
  const save = useReactionChange(
    (communityId) =>
      saveRule(communityId, rule?.id, {
        name: name.trim() || t(`reactions.kinds.${kind}`),
        trigger: triggerOf(kind, words, matching),
        groupIds,
        answer:
          written === 'own'
            ? { content, variables: {} }
            : { templateId: template.templateId, variables: variablesFor(template, declared) },
        place,
        restSeconds,
      }),
    onClose,
  );
  const said = written === 'own' ? isWhole(content) : template.templateId !== undefined;
  const whole = said && (kind !== 'keyword' || words.length > 0);
  return (
    <Modal
      open
      width={600}
      title={t(rule ? 'reactions.edit' : 'reactions.new')}
      onCancel={onClose}
      onOk={() => save.mutate(undefined)}
      okText={t('reactions.save')}
      cancelText={t('reactions.cancel')}
      okButtonProps={{ disabled: !whole, loading: save.isPending }}
    >
      <div className="q-form">
        <ErrorNotice error={save.error} />
        <Field label={t('reactions.when')}>
          {({ id }) => (
            <Select
              id={id}
              value={kind}
              onChange={(value) => set({ kind: value })}
              options={TRIGGER_KINDS.map((value) => ({ value, label: t(`reactions.kinds.${value}`) }))}
            />
          )}
        </Field>
        {kind === 'keyword' ? (
          <>
            <Field label={t('reactions.words')} hint={t('reactions.wordsHint')}>
              {({ id }) => (
                <Select
                  id={id}
                  mode="tags"
                  open={false}
                  suffixIcon={null}
                  tokenSeparators={[',', '，', '、', '\n']}
                  maxCount={50}
                  value={words}
                  onChange={(value) => set({ words: value.map((word) => word.trim().slice(0, 60)).filter(Boolean) })}
                />
              )}
            </Field>
            <Radio.Group
              aria-label={t('reactions.matching')}
              value={matching}
              onChange={(event) => set({ matching: event.target.value })}
              options={MATCHINGS.map((value) => ({ value, label: t(`reactions.matchings.${value}`) }))}
            />
          </>
        ) : null}
        <Field label={t('reactions.where')} hint={t('reactions.whereHint')}>
          {({ id }) => (
            <Select
              id={id}
              mode="multiple"
              optionFilterProp="label"
              placeholder={t('reactions.everywhere')}
              value={groupIds}
              onChange={(value) => set({ groupIds: value })}
              options={(groups ?? [])
                .filter(({ archivedAt, platform }) => archivedAt === null && platform !== 'offline')
                .map((group) => ({ value: group.id, label: group.name }))}
            />
          )}
        </Field>
        <Segmented
          aria-label={t('deliveries.compose.words')}
          className="q-reaction-written"
          value={written}
          onChange={(value) => set({ written: value })}
          options={(['own', 'template'] as const).map((value) => ({
            value,
            label: t(`deliveries.compose.written.${value}`),
          }))}
        />
        {written === 'own' ? (
          <ContentEditor
            value={content}
            onChange={(value) => set({ content: value })}
            variables={[
              { name: 'name', label: t('reactions.variables.name') },
              { name: 'community.name', label: t('reactions.variables.community') },
            ]}
          />
        ) : (
          <TemplateChoice withWords value={template} given={GIVEN} onChange={(value) => set({ template: value })} />
        )}
        <Radio.Group
          aria-label={t('reactions.place')}
          value={place}
          onChange={(event) => set({ place: event.target.value })}
          options={[
            { value: 'chat', label: t('reactions.places.chat') },
            { value: 'person', label: t('reactions.places.person') },
          ]}
        />
        <div className="q-reactions-row">
          <Field label={t('reactions.rest')} hint={t('reactions.restHint')}>
            {(control) => (
              <InputNumber
                {...control}
                min={0}
                max={86_400}
                precision={0}
                suffix={t('reactions.seconds')}
                value={restSeconds}
                onChange={(value) => set({ restSeconds: value ?? 0 })}
              />
            )}
          </Field>
          <Field label={t('reactions.name')} hint={t('reactions.nameHint')}>
            {(control) => (
              <Input
                {...control}
                maxLength={120}
                placeholder={t(`reactions.kinds.${kind}`)}
                value={name}
                onChange={(event) => set({ name: event.target.value })}
              />
            )}
          </Field>
        </div>
      </div>
    </Modal>
  );
}
