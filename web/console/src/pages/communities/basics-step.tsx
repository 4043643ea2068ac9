import { Checkbox, Input, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { COMMUNITY_TYPES, type Community } from '../../../../../src/modules/communities/contract.ts';
import { Field } from '../../../../ui/field.tsx';
import type { DraftHandle } from './use-draft.ts';
import { useZones } from './use-zones.ts';

/** What the community is called, its type, the zone of its days, and whether the template fills the rest. */
export function BasicsStep({ handle, nameFault }: { handle: DraftHandle; nameFault: boolean }) {
  const { t } = useTranslation();
  const { draft, setBasics } = handle;
  const zones = useZones();
  return (
    <>
      <Field label={t('community.create.name')} error={nameFault ? t('community.create.nameFault') : undefined}>
        {(control) => (
          <Input
            {...control}
            size="large"
            name="name"
            maxLength={120}
            autoFocus
            placeholder={t('community.create.namePlaceholder')}
            value={draft.name}
            onChange={(event) => setBasics({ name: event.target.value })}
          />
        )}
      </Field>
      <fieldset className="q-choices">
        <legend>{t('community.create.type')}</legend>
        <Radio.Group
          value={draft.type}
          onChange={(event) => setBasics({ type: event.target.value as Community['type'] })}
        >
          {COMMUNITY_TYPES.map((type) => (
            <Radio key={type} value={type}>
              {t(`community.create.typeHint.${type}`)}
            </Radio>
          ))}
        </Radio.Group>
      </fieldset>
      <div>
        <Checkbox
          checked={draft.withTemplate}
          onChange={(event) => setBasics({ withTemplate: event.target.checked })}
          data-test="template"
        >
          {t('setUp.wizard.template', { type: t(`community.type.${draft.type}`) })}
        </Checkbox>
        <p className="q-field-hint q-under-check">{t('setUp.wizard.templateHint')}</p>
      </div>
      <Field label={t('community.create.zone')} hint={t('community.create.zoneHint')}>
        {(control) => (
          <Select
            {...control}
            size="large"
            showSearch
            value={draft.zone}
            options={zones}
            onChange={(zone: string) => setBasics({ zone })}
          />
        )}
      </Field>
    </>
  );
}
