import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCommunity } from '../../shell/use-community.ts';
import { TEMPLATES } from './template-names.ts';

/** Ready rules; each opens the builder filled in. */
export function TemplateList() {
  const { t } = useTranslation();
  const community = useCommunity();
  return (
    <ul className="q-segment-templates">
      {TEMPLATES.map((template) => (
        <li key={template}>
          <Link to="/c/$community/segments/new" params={{ community: community.key }} search={{ template }}>
            <strong>{t(`segments.template.${template}.name`)}</strong>
            <span>{t(`segments.template.${template}.why`)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
