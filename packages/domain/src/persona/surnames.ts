import { list } from './built-in/list.ts';

/** Given to seeded agents whose persona lists first names alone. */
export const SURNAMES: readonly string[] = list(`
  Abara Alder Amsel Baptiste Beck Bellamy Brandt Castellan Choudhury Corbin Dahl Delacroix Demir Dunmore
  Eklund Farrow Ferrante Fontaine Galvao Grimaldi Haddad Halvorsen Hartono Ibarra Ishikawa Jansky Kaplan
  Kowalczyk Lachance Lindgren Lomax Marchetti Mbeki Merrin Moreau Nakagawa Novak Oduya Okafor Ostrander
  Pereira Petrov Quill Rahman Reyes Rosendahl Sandoval Sato Silvestri Soto Tanaka Thorne Ueda Valcourt
  Varga Whitlock Winter Yilmaz Zamora Zielinska
`);
