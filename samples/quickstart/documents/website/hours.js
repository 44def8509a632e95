document.title += new Date().getDay() === 1 ? " (closed today)" : "";
