import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { type Content, CONTENT_KINDS } from '../../../../../src/modules/connections/content.contract.ts';
import { templatesQuery } from '../../api/templates.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useBoth } from '../connections/use-both.ts';
import { ContentEditor } from '../messages/content-editor.tsx';
import { TemplateChoice } from '../templates/template-choice.tsx';
import type { ComposeDraft } from './compose-draft.ts';

/** What is said: own words with variables, or a template in one of its languages. */
export function MessageFields({
  draft,
  onChange,
}: {
  draft: ComposeDraft;
  onChange: (change: Partial<ComposeDraft>) => void;
}) {
  const { t } = useTranslation();
  const both = useBoth();
  const community = useCommunity();
  const { data } = useQuery(templatesQuery(community.id));
  const template = data?.templates.find(({ id }) => id === draft.template.templateId);
  return (
    <div className="q-form">
      <Segmented
        aria-label={t('deliveries.compose.words')}
        className="q-compose-kinds"
        value={draft.written}
        onChange={(written) => onChange({ written })}
        options={(['own', 'template'] as const).map((value) => ({
          value,
          label: t(`deliveries.compose.written.${value}`),
        }))}
      />
      {draft.written === 'own' ? (
        <ContentEditor
          value={draft.content}
          kinds={CONTENT_KINDS}
          onChange={(content: Content) => onChange({ content })}
          variables={data?.known.map(({ name, label }) => ({ name, label: both(label) }))}
        />
      ) : (
        <>
          <TemplateChoice
            value={draft.template}
            language={draft.language}
            onChange={(chosen) => onChange({ template: chosen })}
          />
          {template?.zh && template.en ? (
            <Segmented<'zh-CN' | 'en'>
              aria-label={t('templates.language')}
              className="q-compose-kinds"
              value={draft.language}
              onChange={(language) => onChange({ language })}
              options={[
                { value: 'zh-CN', label: t('templates.zh') },
                { value: 'en', label: t('templates.en') },
              ]}
            />
          ) : null}
        </>
      )}
    </div>
  );
}
