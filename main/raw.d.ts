/** Text files that are built into the program as they are. */
declare module '*?raw' {
  const text: string;
  export default text;
}
