import { emptyFacts, type MemberFacts } from '../member-facts.ts';

type Columns = Omit<MemberFacts, 'count'>;
type Person = Partial<Record<keyof Columns, number>>;

/** Facts out of one object a person; what is not named is as of somebody who joined long ago and never spoke. */
export function factsOfPeople(people: readonly Person[], today: number): MemberFacts {
  const facts = emptyFacts(people.length);
  people.forEach((person, i) => {
    facts.joinedDay[i] = today - 1000;
    facts.isMember[i] = 1;
    for (const [column, value] of Object.entries(person)) facts[column as keyof Columns][i] = value;
  });
  return facts;
}
