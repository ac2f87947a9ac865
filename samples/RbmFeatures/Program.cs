using Samples.Common;
using Samples.RbmFeatures;

// The tour starts this program a second time, as the process that serves the saved model.
if (args is [Serving.Command, string zip, string images, string count])
    return Serving.Answer(zip, images, int.Parse(count));

return Sample.Run(
    "RbmFeatures",
    "a restricted Boltzmann machine learns features of images without labels, and a linear classifier reads them",
    defaultEpochs: "15, or more for small data",
    [.. args.Where(arg => arg != Doctor.Option)],
    args.Contains(Doctor.Option) ? Doctor.Run : Tour.Run,
    $"{Doctor.Option}        instead of the tour: train with bad settings and show what training warns of");
