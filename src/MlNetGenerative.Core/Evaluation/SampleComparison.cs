namespace MlNetGenerative.Core.Evaluation;

/// <summary>Metrics of generated samples, beside those that real rows get: no sampler can be expected to do better.</summary>
/// <param name="Generated">The metrics of the generated samples.</param>
/// <param name="RealFloor">The metrics of as many held-out real rows against the same reference rows.</param>
public sealed record SampleComparison(SampleMetrics Generated, SampleMetrics RealFloor);
