import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { awardsPreviewReply } from '../../../../../src/modules/points/contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { requestKey } from '../../../../ui/request-key.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { groupsQuery } from '../../api/communities.ts';
import { award, importAwards, previewAwards } from '../../api/points.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { CSV_FILES, FileButton } from '../../shell/file-button.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { MemberPicker } from '../segments/member-picker.tsx';
import { usePointChange } from './use-point-change.ts';

type Way = 'one' | 'file';

/** Gives points at once: to somebody, with words in a group if wanted; or to many out of a file, after looking at it. */
export function AwardDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [way, setWay] = useState<Way>('one');
  return (
    <Modal open width={560} title={t('points.award.title')} footer={null} onCancel={onClose}>
      <div className="q-form">
        <Select
          aria-label={t('points.award.way')}
          value={way}
          onChange={setWay}
          options={(['one', 'file'] as const).map((value) => ({ value, label: t(`points.award.ways.${value}`) }))}
        />
        {way === 'one' ? <AwardOne onClose={onClose} /> : <AwardFile onClose={onClose} />}
      </div>
    </Modal>
  );
}

function AwardOne({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const { data: groups } = useQuery(groupsQuery(community.id));
  const [key] = useState(requestKey);
  const [member, setMember] = useState<{ memberId: string; name: string }>();
  const [kind, setKind] = useState<'grant' | 'add' | 'deduct'>('grant');
  const [points, setPoints] = useState<number | null>(10);
  const [note, setNote] = useState('');
  const [groupId, setGroupId] = useState<string>();
  const [words, setWords] = useState('');
  const send = usePointChange(
    (communityId) =>
      award(communityId, {
        key,
        memberIds: [member!.memberId],
        kind,
        points,
        note,
        announce: groupId && words.trim() ? { groupId, text: words } : null,
      }),
    onClose,
  );
  return (
    <>
      <ErrorNotice error={send.error} />
      <MemberPicker
        communityId={community.id}
        label={t('points.award.member')}
        value={member?.memberId}
        name={member?.name}
        onChange={setMember}
      />
      <div className="q-point-row">
        <Field label={t('points.award.kind')} hint={t(`points.award.kindHints.${kind}`)}>
          {({ id }) => (
            <Select
              id={id}
              value={kind}
              onChange={setKind}
              options={(['grant', 'add', 'deduct'] as const).map((value) => ({
                value,
                label: t(`points.kinds.${value}`),
              }))}
            />
          )}
        </Field>
        <Field label={t('points.award.points')}>
          {(control) => (
            <InputNumber {...control} min={1} max={1e9} precision={0} value={points} onChange={setPoints} />
          )}
        </Field>
      </div>
      <Field label={t('points.award.note')} hint={t('points.award.noteHint')}>
        {(control) => (
          <Input {...control} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
        )}
      </Field>
      <Field label={t('points.award.group')} hint={t('points.award.groupHint')}>
        {({ id }) => (
          <Select
            id={id}
            allowClear
            value={groupId ?? null}
            placeholder={t('points.award.noGroup')}
            onChange={(chosen: string | null) => setGroupId(chosen ?? undefined)}
            options={(groups ?? []).map((group) => ({ value: group.id, label: group.name }))}
          />
        )}
      </Field>
      {groupId ? (
        <Field label={t('points.award.words')}>
          {(control) => (
            <Input.TextArea
              {...control}
              maxLength={500}
              autoSize={{ minRows: 2, maxRows: 5 }}
              placeholder={t('points.award.wordsExample', { name: member?.name ?? '', points })}
              value={words}
              onChange={(event) => setWords(event.target.value)}
            />
          )}
        </Field>
      ) : null}
      <div className="q-form-actions">
        <Button
          type="primary"
          disabled={!member || points === null}
          loading={send.isPending}
          onClick={() => send.mutate(undefined)}
        >
          {t(kind === 'deduct' ? 'points.award.take' : 'points.award.give', { points: points ?? 0 })}
        </Button>
        <Button onClick={onClose}>{t('points.cancel')}</Button>
      </div>
    </>
  );
}

type Preview = z.infer<typeof awardsPreviewReply>;

function AwardFile({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const [key, setKey] = useState(requestKey);
  const [note, setNote] = useState('');
  const [looked, setLooked] = useState<{ csv: string; name: string; preview: Preview }>();
  const look = useMutation({
    mutationFn: async (file: File) => {
      const csv = await file.text();
      return { csv, name: file.name, preview: await previewAwards(community.id, csv) };
    },
    onSuccess: setLooked,
  });
  const send = usePointChange((communityId, csv: string) => importAwards(communityId, { csv, key, note }), onClose);
  return (
    <>
      <p className="q-faint">{t('points.award.fileHint')}</p>
      <ErrorNotice error={look.error ?? send.error} />
      {looked ? <FileReport name={looked.name} preview={looked.preview} /> : null}
      <Field label={t('points.award.note')} hint={t('points.award.fileNoteHint')}>
        {(control) => (
          <Input {...control} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
        )}
      </Field>
      <div className="q-form-actions">
        <FileButton
          accept={CSV_FILES}
          busy={look.isPending}
          onFile={(file) => {
            setKey(requestKey());
            look.mutate(file);
          }}
        >
          {t(looked ? 'points.award.otherFile' : 'points.award.chooseFile')}
        </FileButton>
        {looked ? (
          <Button
            type="primary"
            disabled={looked.preview.faultsTotal > 0}
            loading={send.isPending}
            onClick={() => send.mutate(looked.csv)}
          >
            {t('points.award.giveAll', {
              members: format.exact(looked.preview.members),
              points: format.exact(looked.preview.points),
            })}
          </Button>
        ) : null}
      </div>
    </>
  );
}

function FileReport({ name, preview }: { name: string; preview: Preview }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { faults, faultsTotal, sample, members, points, budgetLeft } = preview;
  return (
    <section className="q-point-report">
      <p>
        <strong>{name}</strong>{' '}
        {t('points.award.found', { members: format.exact(members), points: format.exact(points) })}
        {budgetLeft === null ? null : ` ${t('points.award.budgetLeft', { points: format.exact(budgetLeft) })}`}
      </p>
      {faultsTotal > 0 ? (
        <Notice title={t('points.award.faults', { count: faultsTotal })}>
          <ul className="q-lines">
            {faults.slice(0, 8).map(({ line, text, why }) => (
              <li key={line}>
                {t('points.award.line', { line })} {t(`points.award.why.${why}`)} <code>{text}</code>
              </li>
            ))}
          </ul>
        </Notice>
      ) : (
        <ul className="q-lines">
          {sample.slice(0, 5).map(({ line, member, points: own, note }) => (
            <li key={line}>
              {member.name} +{format.exact(own)} {note}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
