import { FilterOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Rule } from '../../../../../src/modules/segments/rule.contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { createSegment, listMembers, segmentQuery } from '../../api/segments.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import type { MemberSearch } from '../members/member-search.ts';
import { useRuleNames } from './builder/rule-options.tsx';
import { sayRule } from './builder/rule-words.ts';
import { filterRule } from './filter-rule.ts';

/** The list of now as a segment: by its filters where a rule can say them, else just these members. */
export function SaveSegment({ search, total }: { search: MemberSearch; total: number }) {
  const { t } = useTranslation();
  const may = useRight('members.edit');
  const [open, setOpen] = useState(false);
  if (!may) return null;
  return (
    <>
      <Button
        icon={<FilterOutlined />}
        disabled={total === 0}
        onClick={() => setOpen(true)}
        data-test="save-as-segment"
      >
        <span className="q-tool-label">{t('segments.inMembers.save')}</span>
      </Button>
      {open ? <SaveDialog search={search} total={total} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function SaveDialog(props: { search: MemberSearch; total: number; onClose: () => void }) {
  const { search, total, onClose } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const navigate = useNavigate();
  const { data: from } = useQuery({
    ...segmentQuery(community.id, search.segment ?? ''),
    enabled: search.segment !== undefined,
  });
  const { rule, lost } = filterRule(search, from?.transient ?? false);
  const names = useRuleNames(community.id, rule);
  const asRule = rule !== undefined && lost.length === 0;
  const [chosen, setChosen] = useState<'rule' | 'list'>();
  const kind = asRule ? (chosen ?? 'rule') : 'list';
  const [name, setName] = useState('');
  const save = useSave(search, onClose);
  return (
    <Modal open title={t('segments.inMembers.saveTitle')} footer={null} onCancel={onClose} destroyOnHidden>
      <form
        className="q-form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ name: name.trim(), rule: kind === 'rule' ? rule : undefined });
        }}
      >
        <Field label={t('segments.build.name')}>
          {(control) => (
            <Input
              {...control}
              name="segment-name"
              autoFocus
              maxLength={80}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Radio.Group
          className="q-save-kinds"
          aria-label={t('segments.column.kind')}
          value={kind}
          onChange={(event) => setChosen(event.target.value as 'rule' | 'list')}
        >
          <Radio value="rule" disabled={!asRule}>
            {t('segments.inMembers.asRule')}
            <small className="q-faint">
              {asRule
                ? `${t('segments.inMembers.asRuleHint')} ${sayRule(rule, names)}`
                : t('segments.inMembers.cannot', {
                    what: t(`segments.inMembers.cannotWhat.${lost.includes('q') ? 'q' : 'other'}`),
                  })}
            </small>
          </Radio>
          <Radio value="list">
            {t('segments.inMembers.asList', { shown: format.exact(total) })}
            <small className="q-faint">{t('segments.inMembers.asListHint')}</small>
          </Radio>
        </Radio.Group>
        {save.error ? (
          <p className="q-field-error" role="alert">
            {describeError(save.error, t).title} {describeError(save.error, t).detail}
          </p>
        ) : null}
        <div className="q-dialog-foot">
          {asRule && kind === 'rule' ? (
            <Button
              onClick={() =>
                void navigate({
                  to: '/c/$community/segments/new',
                  params: { community: community.key },
                  search: { rule },
                })
              }
            >
              {t('segments.inMembers.openBuilder')}
            </Button>
          ) : null}
          <Button type="primary" htmlType="submit" disabled={!name.trim()} loading={save.isPending}>
            {t('segments.inMembers.go')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function useSave(search: MemberSearch, onDone: () => void) {
  const community = useCommunity();
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async ({ name, rule }: { name: string; rule: Rule | undefined }) => {
      if (rule) return (await createSegment(community.id, { kind: 'rule', name, rule })).id;
      const filter = { ...search, sort: undefined, order: undefined };
      return (await listMembers(community.id, { name, selection: { filter: filter as never, except: [] } })).segmentId;
    },
    onSuccess: async (segment) => {
      await client.invalidateQueries({ queryKey: ['segments', community.id] });
      onDone();
      await navigate({ to: '/c/$community/segments/$segment', params: { community: community.key, segment } });
    },
  });
}
