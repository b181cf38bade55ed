/** Says `${NAME}` in the place of what the environment holds: whoever may test a connection need not read that. */
import type { Fact, Facts, Wording } from '../errors';

/** A shorter value is only recognised where it is the whole of a fact: "on" stands in many words. */
const SHORTEST_PART = 4;

export class EnvironmentWords {
  readonly #references: ReadonlyArray<readonly [value: string, reference: string]>;

  /**
   * @param written groups of fields as a person wrote them
   * @param resolved the same with the environment's values
   */
  constructor(written: readonly object[], resolved: readonly object[]) {
    const pairs = written.flatMap((group, index) => {
      const values: Readonly<Record<string, unknown>> = { ...resolved[index] };
      return Object.entries(group).flatMap(([name, reference]) => {
        const value = values[name];
        if (typeof reference !== 'string' || typeof value !== 'string' || value === reference) return [];
        return spellingsOf(value).map((spelling) => [spelling, reference] as const);
      });
    });
    this.#references = pairs.sort(([one], [other]) => other.length - one.length);
  }

  inFacts<Given extends Facts>(facts: Given): Given {
    const entries = Object.entries(facts).map(([name, fact]) => [name, this.#inFact(fact)]);
    return Object.fromEntries(entries) as Given;
  }

  inText(text: string): string {
    const whole = this.#references.find(([value]) => value === text);
    if (whole) return whole[1];
    return this.#references
      .filter(([value]) => value.length >= SHORTEST_PART)
      .reduce((said, [value, reference]) => said.replaceAll(value, () => reference), text);
  }

  #inFact(fact: Fact): Fact {
    if (typeof fact === 'string') return this.inText(fact);
    if (typeof fact !== 'object') return fact;
    if ('labels' in fact) return fact;
    return 'phrase' in fact ? this.#inWording(fact) : fact.map((words) => this.#inWording(words));
  }

  #inWording(words: Wording): Wording {
    if (typeof words === 'string') return this.inText(words);
    return words.facts ? { ...words, facts: this.inFacts(words.facts) } : words;
  }
}

/** Of an address also its host, which is all that most sentences say of it. */
function spellingsOf(value: string): string[] {
  const text = value.trim();
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return [value, text, url?.host ?? '', url?.hostname ?? ''].filter((spelling) => spelling !== '');
}
