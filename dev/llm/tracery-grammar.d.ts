declare module 'tracery-grammar' {
  type Grammar = {
    addModifiers(modifiers: unknown): void;
    flatten(rule: string): string;
  };
  const tracery: {
    createGrammar(rules: Readonly<Record<string, string | readonly string[]>>): Grammar;
    setRng(random: () => number): void;
    readonly baseEngModifiers: Readonly<Record<string, (text: string) => string>>;
  };
  export default tracery;
}
