import { useTranslation } from 'react-i18next';
import type {
  QuestionsParams,
  QuestionsPoint,
  QuestionsResult,
} from '../../../../../../src/modules/analyses/questions.contract.ts';
import { useFormat } from '../../../../../ui/use-format.ts';
import type { FigureProps } from '../kind-view.ts';
import { PeopleLink } from '../people-link.tsx';
import { PersonLink } from '../person-link.tsx';

type Props = FigureProps<QuestionsParams, QuestionsResult, QuestionsPoint>;

/** How questions fare in each group. */
export function GroupAnswers({ result, open }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="q-table-scroll">
      <table className="q-table">
        <thead>
          <tr>
            {['group', 'questions', 'answered', 'slow', 'median'].map((head) => (
              <th key={head} scope="col">
                {t(`questions.head.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {result.groups.map(({ groupId, group, questions, answered, slow, medianMinutes }) => (
            <tr key={groupId}>
              <th scope="row">{group}</th>
              <td>
                <PeopleLink open={() => open({ who: 'askers', groupId })}>{format.exact(questions)}</PeopleLink>
              </td>
              <td>{format.share(questions === 0 ? null : answered / questions)}</td>
              <td>
                {slow > 0 ? (
                  <PeopleLink open={() => open({ who: 'slow', groupId })}>{format.exact(slow)}</PeopleLink>
                ) : (
                  '0'
                )}
              </td>
              <td>{format.minutes(medianMinutes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Those who answer most. */
export function Answerers({ result, open }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  if (result.answerers.length === 0) return <p className="q-soft">{t('questions.noAnswerers')}</p>;
  return (
    <>
      <ul className="q-people">
        {result.answerers.slice(0, 12).map((person) => (
          <li key={person.memberId}>
            <PersonLink
              memberId={person.memberId}
              name={person.name}
              why={t('questions.answererWhy', {
                first: format.exact(person.first),
                share: format.share(person.firstShare),
                median: format.minutes(person.medianMinutes),
              })}
            />
          </li>
        ))}
      </ul>
      <PeopleLink open={() => open({ who: 'answerers' })}>{t('questions.allAnswerers')}</PeopleLink>
    </>
  );
}
