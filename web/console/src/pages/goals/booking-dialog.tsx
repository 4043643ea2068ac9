import { Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Booking, Resource, ResourcesReply } from '../../../../../src/modules/goals/resources.contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { saveBooking } from '../../api/goals.ts';
import { GoalsError } from './goals-error.tsx';
import { spanOf, TimeFields } from './time-fields.tsx';
import { useGoalChange } from './use-goal-change.ts';
import { spanText, wallText } from './zoned-time.ts';

type Props = {
  resource: Resource;
  booking: Booking | undefined;
  zone: string;
  /** The day that is proposed for a new booking. */
  day: string;
  operations: ResourcesReply['operations'];
  onClose: () => void;
};

/** Books a resource for a time, or moves or changes a booking. */
export function BookingDialog({ resource, booking, zone, day, operations, onClose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [span, setSpan] = useState(
    booking
      ? { from: wallText(format, booking.from, zone), to: wallText(format, booking.to, zone) }
      : { from: `${day}T14:00`, to: `${day}T16:00` },
  );
  const [quantity, setQuantity] = useState(booking?.quantity ?? (resource.quantity === null ? null : 1));
  const [operationId, setOperationId] = useState(booking?.operation?.id);
  const [note, setNote] = useState(booking?.note ?? '');
  const read = spanOf(span, zone);
  const save = useGoalChange(
    (communityId) =>
      saveBooking(
        communityId,
        { resourceId: resource.id, id: booking?.id },
        { ...read, quantity, operationId: operationId ?? null, note },
      ),
    onClose,
  );
  return (
    <Modal
      open
      title={t(booking ? 'goals.resource.changeBooking' : 'goals.resource.bookTitle', { name: resource.name })}
      onCancel={onClose}
      onOk={() => save.mutate(undefined)}
      okText={t(booking ? 'goals.save' : 'goals.resource.book')}
      cancelText={t('goals.cancel')}
      okButtonProps={{ disabled: read === undefined, loading: save.isPending }}
    >
      <div className="q-form">
        <GoalsError error={save.error} />
        <TimeFields value={span} zone={zone} onChange={setSpan} />
        <WhenToBeHad resource={resource} zone={zone} />
        {resource.quantity === null ? null : (
          <Field label={t('goals.resource.howMany')}>
            {(control) => (
              <InputNumber
                {...control}
                min={1}
                max={resource.quantity!}
                precision={0}
                value={quantity}
                onChange={(value) => setQuantity(value ?? 1)}
              />
            )}
          </Field>
        )}
        <Field label={t('goals.resource.operation')}>
          {({ id }) => (
            <Select
              id={id}
              allowClear
              placeholder={t('goals.resource.noOperation')}
              value={operationId}
              onChange={setOperationId}
              options={choices(operations, booking)}
            />
          )}
        </Field>
        <Field label={t('goals.note')}>
          {(control) => (
            <Input {...control} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
          )}
        </Field>
      </div>
    </Modal>
  );
}

/** The operations of now, and the one that an old booking is for. */
function choices(operations: ResourcesReply['operations'], booking: Booking | undefined) {
  const held = booking?.operation;
  const all = held && !operations.some(({ id }) => id === held.id) ? [held, ...operations] : operations;
  return all.map(({ id, name }) => ({ value: id, label: name }));
}

const SHOWN = 5;

function WhenToBeHad({ resource: { windows }, zone }: { resource: Resource; zone: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = windows.filter(({ to }) => Date.parse(to) > Date.now());
  return (
    <div className="q-faint">
      <p>
        {[
          windows.length > 0 ? t('goals.resource.windows') : t('goals.resource.always'),
          t('goals.resource.zone', { zone }),
        ].join(' · ')}
      </p>
      {windows.length > 0 ? (
        <ul className="q-lines" aria-label={t('goals.resource.windows')}>
          {open.slice(0, SHOWN).map((window) => (
            <li key={window.from}>{spanText(format, window, zone)}</li>
          ))}
          {open.length === 0 ? <li>{t('goals.resource.noMoreWindows')}</li> : null}
        </ul>
      ) : null}
    </div>
  );
}
