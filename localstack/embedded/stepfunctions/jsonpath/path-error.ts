/** Something that a state cannot read or find, such as a path that names nothing: `States.Runtime`. */
export class PathError extends Error {}
