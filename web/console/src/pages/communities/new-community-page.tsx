import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../../../ui/notice.tsx';
import { createCommunity } from '../../api/communities.ts';
import { communitiesQuery } from '../../api/session.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useRight } from '../../shell/use-right.ts';
import {
  AudienceFields,
  CategoryFields,
  CultureFields,
  ModeFields,
  RitualFields,
  RulesField,
} from '../community-settings/profile-fields.tsx';
import { TextField } from '../community-settings/text-field.tsx';
import { BasicsStep } from './basics-step.tsx';
import { GroupsStep } from './groups-step.tsx';
import { type DraftHandle, useDraft } from './use-draft.ts';
import { WIZARD_STEPS } from './wizard-steps.ts';
import './communities.css';

/** Makes a community step by step; it can be made from any step, and the rest said later. */
export function NewCommunityPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const may = useRight('communities.manage');
  const { step: wanted = 'basics' } = useSearch({ from: '/app/communities/new' });
  const handle = useDraft();
  const [checked, setChecked] = useState(false);
  const named = handle.draft.name.trim() !== '';
  // Whoever comes in at a later step has not given a name yet.
  const step = named ? wanted : 'basics';
  const at = WIZARD_STEPS.indexOf(step);
  usePageTitle(t('setUp.wizard.title'));
  const make = useMutation({
    mutationFn: () => createCommunity(handle.body()),
    onSuccess: async (community) => {
      await client.invalidateQueries(communitiesQuery);
      await navigate({ to: '/c/$community', params: { community: community.key } });
    },
  });
  const go = (to: number) => {
    setChecked(true);
    if (named) void navigate({ to: '/communities/new', search: { step: WIZARD_STEPS[to]! } });
  };
  const create = () => {
    setChecked(true);
    if (named) make.mutate();
  };
  if (!may) return <Notice title={t('error.forbidden.title')}>{t('error.forbidden.detail')}</Notice>;
  const last = at === WIZARD_STEPS.length - 1;
  return (
    <div className="q-narrow q-wizard">
      <div className="q-page-head">
        <h1>{t('setUp.wizard.title')}</h1>
      </div>
      <WizardSteps at={at} open={go} />
      <form
        className="q-panel q-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (last) create();
          else go(at + 1);
        }}
      >
        <p className="q-soft">{t(`setUp.wizard.lead.${step}`)}</p>
        <ErrorNotice error={make.error} />
        <StepFields step={step} handle={handle} nameFault={checked && !named} />
        <div className="q-form-actions q-wizard-actions">
          {at > 0 ? (
            <Button size="large" onClick={() => go(at - 1)}>
              {t('setUp.wizard.back')}
            </Button>
          ) : null}
          <span className="q-wizard-gap" />
          {last ? null : (
            <Button size="large" loading={make.isPending} onClick={create} title={t('setUp.wizard.later')}>
              {t('setUp.wizard.create')}
            </Button>
          )}
          <Button
            type="primary"
            size="large"
            htmlType="submit"
            loading={last && make.isPending}
            data-test={last ? 'create-community' : 'next-step'}
          >
            {t(last ? 'setUp.wizard.create' : 'setUp.wizard.next')}
          </Button>
        </div>
      </form>
    </div>
  );
}

function WizardSteps({ at, open }: { at: number; open: (step: number) => void }) {
  const { t } = useTranslation();
  return (
    <ol className="q-wizard-steps" aria-label={t('setUp.wizard.stepOf', { at: at + 1, of: WIZARD_STEPS.length })}>
      {WIZARD_STEPS.map((step, index) => (
        <li
          key={step}
          className={index < at ? 'q-step-done' : index === at ? 'q-step-here' : ''}
          aria-current={index === at ? 'step' : undefined}
        >
          <button type="button" onClick={() => open(index)}>
            <span>{index + 1}</span>
            <b>{t(`setUp.wizard.step.${step}`)}</b>
          </button>
        </li>
      ))}
    </ol>
  );
}

function StepFields(props: { step: (typeof WIZARD_STEPS)[number]; handle: DraftHandle; nameFault: boolean }) {
  const { step, handle, nameFault } = props;
  const { t } = useTranslation();
  const { draft, setPositioning, setProfile } = handle;
  const part = { profile: draft.profile, onChange: setProfile };
  if (step === 'basics') return <BasicsStep handle={handle} nameFault={nameFault} />;
  if (step === 'groups') return <GroupsStep handle={handle} />;
  if (step === 'positioning')
    return (
      <>
        <TextField
          name="positioning"
          label={t('setUp.positioning')}
          hint={t('setUp.positioningHint')}
          placeholder={t('community.create.positioningPlaceholder')}
          rows={2}
          most={2000}
          value={draft.positioning}
          onChange={setPositioning}
        />
        <AudienceFields {...part} />
      </>
    );
  if (step === 'culture')
    return (
      <>
        <CultureFields {...part} />
        <h3>{t('setUp.rituals')}</h3>
        <RitualFields {...part} />
      </>
    );
  return (
    <>
      <h3>{t('setUp.operatingMode')}</h3>
      <ModeFields {...part} />
      <h3>{t('setUp.contentCategories')}</h3>
      <CategoryFields {...part} />
      <RulesField {...part} />
    </>
  );
}
