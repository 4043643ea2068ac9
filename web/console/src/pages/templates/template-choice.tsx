import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Field } from '../../../../ui/field.tsx';
import { templatesQuery } from '../../api/templates.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { MessageView } from '../messages/message-view.tsx';

export type ChosenTemplate = { templateId: string | undefined; variables: Record<string, string> };

/** Picks a template and gives what it asks for. `given` are variables that are filled in without the operator. */
export function TemplateChoice(props: {
  value: ChosenTemplate;
  onChange: (value: ChosenTemplate) => void;
  language?: 'zh-CN' | 'en';
  given?: readonly string[];
  /** Whether its words stand below, where nothing else on the page shows them. */
  withWords?: boolean;
}) {
  const { t } = useTranslation();
  const community = useCommunity();
  const { value, onChange, language = 'zh-CN', given = [], withWords = false } = props;
  const { data, isPending } = useQuery(templatesQuery(community.id));
  const chosen = data?.templates.find(({ id }) => id === value.templateId);
  const words = chosen && (language === 'en' ? (chosen.en ?? chosen.zh) : (chosen.zh ?? chosen.en));
  return (
    <div className="q-template-choice">
      <Field
        label={t('templates.choice')}
        hint={
          data?.templates.length === 0 ? (
            <Link to="/c/$community/templates" params={{ community: community.key }} search={{ template: 'new' }}>
              {t('templates.none.title')}
            </Link>
          ) : undefined
        }
      >
        {({ id }) => (
          <Select
            id={id}
            loading={isPending}
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t('templates.choose')}
            value={chosen?.id}
            options={(data?.templates ?? []).map((one) => ({ value: one.id, label: one.name }))}
            onChange={(templateId: string) => onChange({ templateId, variables: value.variables })}
          />
        )}
      </Field>
      {chosen?.variables
        .filter((name) => !given.includes(name))
        .map((name) => (
          <Field key={name} label={t('templates.variable', { name })}>
            {(control) => (
              <Input
                {...control}
                maxLength={2000}
                value={value.variables[name] ?? ''}
                onChange={(event) =>
                  onChange({ ...value, variables: { ...value.variables, [name]: event.target.value } })
                }
              />
            )}
          </Field>
        ))}
      {words && withWords ? <MessageView content={words} /> : null}
    </div>
  );
}

/** What is sent along with a template: only what it asks for and was filled in. */
export const variablesFor = ({ variables }: ChosenTemplate, declared: readonly string[]): Record<string, string> =>
  Object.fromEntries(declared.flatMap((name) => (variables[name]?.trim() ? [[name, variables[name]]] : [])));
