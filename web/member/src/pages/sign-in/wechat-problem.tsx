import { useTranslation } from 'react-i18next';
import { useLocation } from '../../router/router.tsx';
import { Note } from '../../ui/parts.tsx';

/** What the address may say went wrong on the way to WeChat and back. */
const PROBLEMS = ['unknown_account', 'sign_in_over', 'no_such_way', 'unavailable'];

/** Says what went wrong at WeChat, where something did. */
export function WechatProblem() {
  const { t } = useTranslation();
  const problem = useLocation().query.get('problem');
  return problem && PROBLEMS.includes(problem) ? <Note tone="warn">{t(`problem.${problem}`)}</Note> : null;
}
