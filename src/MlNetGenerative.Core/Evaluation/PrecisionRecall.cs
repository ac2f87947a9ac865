namespace MlNetGenerative.Core.Evaluation;

/// <summary>Precision and recall of generated samples, each from 0 to 1, higher is better.</summary>
/// <param name="Precision">The share of generated rows inside the ball of some real row. Outliers with large balls make it useless on some
/// features: uniform noise scores 0.98 on those of the small LeNet.</param>
/// <param name="Recall">The share of real rows inside the ball of some generated row.</param>
public sealed record PrecisionRecall(double Precision, double Recall);
