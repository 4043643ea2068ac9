import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Input, Popconfirm, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Content, CONTENT_KINDS } from '../../../../../src/modules/connections/content.contract.ts';
import type { Both } from '../../../../../src/modules/connections/connector.contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { Panel } from '../../../../ui/figure.tsx';
import { deleteTemplate, type MessageTemplate, saveTemplate, templatesKey } from '../../api/templates.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { useBoth } from '../connections/use-both.ts';
import { ContentEditor, isWhole } from '../messages/content-editor.tsx';
import { PlatformPreviews } from './platform-previews.tsx';

const BLANK: Content = { kind: 'text', text: '' };
const NAME = /^[a-z][a-z0-9_]{0,39}$/;
type Words = 'zh' | 'en';

/** Writes a template in Chinese, English or both, with the variables that whoever sends it gives. */
export function TemplateEditor(props: {
  template: MessageTemplate | undefined;
  known: readonly { name: string; label: Both }[];
}) {
  const { t, i18n } = useTranslation();
  const both = useBoth();
  const community = useCommunity();
  const mayManage = useRight('deliveries.manage');
  const { template, known } = props;
  const [name, setName] = useState(template?.name ?? '');
  const [words, setWords] = useState<Record<Words, Content | null>>({
    zh: template?.zh ?? null,
    en: template?.en ?? null,
  });
  const [variables, setVariables] = useState(template?.variables ?? []);
  const [language, setLanguage] = useState<Words>(() => {
    const own = i18n.language === 'en' ? 'en' : 'zh';
    return !template || template[own] ? own : own === 'en' ? 'zh' : 'en';
  });
  const content = words[language] ?? BLANK;
  const kept = (['zh', 'en'] as const).filter((one) => words[one] !== null);
  const whole = name.trim() !== '' && kept.length > 0 && kept.every((one) => isWhole(words[one]!));
  const { save, remove } = useChanges(template, { name: name.trim(), ...words, variables });
  return (
    <div className="q-template-editor">
      <Panel
        title={template ? template.name : t('templates.new')}
        aside={
          <Link to="/c/$community/templates" params={{ community: community.key }}>
            {t('templates.back')}
          </Link>
        }
      >
        <form
          className="q-form"
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate();
          }}
        >
          <Field label={t('templates.name')}>
            {(control) => (
              <Input {...control} maxLength={120} value={name} onChange={(event) => setName(event.target.value)} />
            )}
          </Field>
          <div className="q-template-languages">
            <Segmented
              aria-label={t('templates.language')}
              value={language}
              onChange={setLanguage}
              options={(['zh', 'en'] as const).map((value) => ({
                value,
                label: words[value]
                  ? t(`templates.${value}`)
                  : t('templates.missing', { language: t(`templates.${value}`) }),
              }))}
            />
            {words[language] && kept.length > 1 ? (
              <Button type="text" size="small" onClick={() => setWords({ ...words, [language]: null })}>
                {t('templates.without', { language: t(`templates.${language}`) })}
              </Button>
            ) : null}
          </div>
          <ContentEditor
            key={language}
            value={content}
            kinds={CONTENT_KINDS}
            rows={6}
            onChange={(value: Content) => setWords({ ...words, [language]: value })}
            variables={[
              ...known.map((one) => ({ name: one.name, label: both(one.label) })),
              ...variables.map((one) => ({ name: one, label: one })),
            ]}
          />
          <p className="q-field-hint">
            {t('templates.fallbackHint', { example: `{{member.name|${t('templates.friend')}}}` })}
          </p>
          <Field label={t('templates.variables')} hint={t('templates.variablesHint')}>
            {({ id }) => (
              <Select
                id={id}
                mode="tags"
                open={false}
                suffixIcon={null}
                tokenSeparators={[',', '，', ' ', '\n']}
                maxCount={20}
                value={variables}
                onChange={(values: string[]) =>
                  setVariables(values.map((one) => one.trim().toLowerCase()).filter((one) => NAME.test(one)))
                }
              />
            )}
          </Field>
          <ErrorNotice error={save.error ?? remove.error} />
          {mayManage ? (
            <div className="q-form-actions">
              <Button type="primary" htmlType="submit" disabled={!whole} loading={save.isPending}>
                {t('form.save')}
              </Button>
              {template ? (
                <>
                  <Link
                    to="/c/$community/deliveries/new"
                    params={{ community: community.key }}
                    search={{ template: template.id }}
                    className="q-link-button"
                  >
                    {t('templates.send')}
                  </Link>
                  <Popconfirm
                    title={t('templates.removeSure', { name: template.name })}
                    okText={t('templates.remove')}
                    cancelText={t('form.cancel')}
                    onConfirm={() => remove.mutate()}
                  >
                    <Button danger>{t('templates.remove')}</Button>
                  </Popconfirm>
                </>
              ) : null}
            </div>
          ) : null}
        </form>
      </Panel>
      <PlatformPreviews content={content} declared={variables} language={language === 'en' ? 'en' : 'zh-CN'} />
    </div>
  );
}

type Fields = Parameters<typeof saveTemplate>[2];

function useChanges(template: MessageTemplate | undefined, fields: Fields) {
  const community = useCommunity();
  const client = useQueryClient();
  const navigate = useNavigate();
  const toList = async () => {
    await client.invalidateQueries({ queryKey: templatesKey(community.id) });
    await navigate({ to: '/c/$community/templates', params: { community: community.key } });
  };
  return {
    save: useMutation({ mutationFn: () => saveTemplate(community.id, template, fields), onSuccess: toList }),
    remove: useMutation({ mutationFn: () => deleteTemplate(community.id, template!.id), onSuccess: toList }),
  };
}
