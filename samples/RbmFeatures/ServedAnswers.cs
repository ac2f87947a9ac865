namespace Samples.RbmFeatures;

/// <summary>What the new process answered.</summary>
/// <param name="Microseconds">Mean time of one prediction.</param>
/// <param name="Answers">One line an image.</param>
internal sealed record ServedAnswers(double Microseconds, IReadOnlyList<string> Answers);
