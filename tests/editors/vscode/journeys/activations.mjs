// How long the extension took to activate in the windows so far, in ms.
export const activations = [];
